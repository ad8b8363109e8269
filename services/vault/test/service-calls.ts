import { type CreateEnvelopeRequest, KeyDirectory, OpenedEnvelope, pageOf, Prompt, PromptText, PromptVersion, SealedEnvelope, VAULT_SERVICE_PATHS } from '@mateship/contracts';
import type { RunningVault } from './running-vault.js';

const { prompts, directory, envelopes, people } = VAULT_SERVICE_PATHS;

/** What the gateway asks of the vault's prompts, keys and envelopes, with every answer checked against its contract. */
export function serviceCalls({ client }: Pick<RunningVault, 'client'>) {
  return {
    create: (ownerId: string, prompt: { name: string; text: string } = { name: 'Editor', text: 'You edit texts.' }) => client.json('POST', prompts.create, { ownerId, prompt }, Prompt),
    list: (ownerId: string, page: { limit?: number; cursor?: string } = {}) => client.json('POST', prompts.list, { ownerId, page }, pageOf(Prompt)),
    read: (ownerId: string, id: string, version: number | null = null) => client.json('POST', prompts.read, { ownerId, id, version }, PromptText),
    versions: (ownerId: string, id: string, page: { limit?: number; cursor?: string } = {}) => client.json('POST', prompts.versions, { ownerId, id, page }, pageOf(PromptVersion)),
    update: (ownerId: string, id: string, change: { name?: string; text?: string }) => client.json('POST', prompts.update, { ownerId, id, change }, Prompt),
    delete: (ownerId: string, id: string) => client.json<undefined>('POST', prompts.delete, { ownerId, id }),
    keys: (owner: string, make = false) => client.json('POST', directory.read, { owner, make }, KeyDirectory),
    rotate: (owner: string) => client.json('POST', directory.rotate, { owner }, KeyDirectory),
    forget: () => client.json<undefined>('POST', directory.forget, {}),
    erase: (ownerId: string) => client.json<undefined>('POST', people.erase, { ownerId }),
    envelope: (ownerId: string, request: Partial<CreateEnvelopeRequest> & { promptId: string; recipient: string }, make = true) =>
      client.json('POST', envelopes.create, { ownerId, make, request }, SealedEnvelope),
    open: (envelope: string, recipient: string, onBehalfOf: string | null = null) => client.json('POST', envelopes.open, { envelope, recipient, onBehalfOf }, OpenedEnvelope),
    reply: (reply: { sender: string; recipient: string; text: string; model: string | null; replyTo: string }) => client.json('POST', envelopes.reply, reply, SealedEnvelope),
  };
}

export type ServiceCalls = ReturnType<typeof serviceCalls>;
