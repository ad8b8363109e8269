import type {
  CreateEnvelopeRequest, CreatePromptRequest, KeyDirectory, OpenedEnvelope, Prompt, PromptText, PromptVersion, RespondAnswer, SealedEnvelope, UpdatePromptRequest,
} from '@mateship/contracts';
import type { PageOptions } from '../chats/chats.js';
import type { InputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** What goes into an envelope; server defaults fill the rest. */
export type CreateEnvelopeInput = InputOf<typeof CreateEnvelopeRequest>;

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The person's prompts, keys and envelopes. */
export function vaultApi(transport: Transport) {
  return {
    createPrompt: (input: InputOf<typeof CreatePromptRequest>, options?: CallOptions) => transport.json<Prompt>({ method: 'POST', path: '/v1/vault/prompts', body: input, ...options }),
    listPrompts: ({ limit, cursor, ...options }: PageOptions = {}) => transport.json<Page<Prompt>>({ method: 'GET', path: '/v1/vault/prompts', query: { limit, cursor }, ...options }),
    /** The newest version with its text. */
    getPrompt: (id: string, options?: CallOptions) => transport.json<PromptText>({ method: 'GET', path: `/v1/vault/prompts/${id}`, ...options }),
    listVersions: (id: string, { limit, cursor, ...options }: PageOptions = {}) =>
      transport.json<Page<PromptVersion>>({ method: 'GET', path: `/v1/vault/prompts/${id}/versions`, query: { limit, cursor }, ...options }),
    getVersion: (id: string, version: number, options?: CallOptions) => transport.json<PromptText>({ method: 'GET', path: `/v1/vault/prompts/${id}/versions/${version}`, ...options }),
    updatePrompt: (id: string, change: UpdatePromptRequest, options?: CallOptions) => transport.json<Prompt>({ method: 'PATCH', path: `/v1/vault/prompts/${id}`, body: change, ...options }),
    deletePrompt: (id: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: `/v1/vault/prompts/${id}`, ...options }),
    /** Public keys of a party; `me` is the person. */
    keys: (owner: string, options?: CallOptions) => transport.json<KeyDirectory>({ method: 'GET', path: `/v1/vault/keys/${owner}`, ...options }),
    rotateKeys: (options?: CallOptions) => transport.json<KeyDirectory>({ method: 'POST', path: '/v1/vault/keys/rotate', ...options }),
    createEnvelope: (input: CreateEnvelopeInput, options?: CallOptions) => transport.json<SealedEnvelope>({ method: 'POST', path: '/v1/vault/envelopes', body: input, ...options }),
    openEnvelope: (envelope: string, options?: CallOptions) => transport.json<OpenedEnvelope>({ method: 'POST', path: '/v1/vault/envelopes/open', body: { envelope }, ...options }),
    /** Has `ai` answer an envelope addressed to it; the answer is one to the person. */
    respond: (envelope: string, options?: CallOptions) => transport.json<RespondAnswer>({ method: 'POST', path: '/v1/ai/respond', body: { envelope }, ...options }),
  };
}
