import { Injectable } from '@nestjs/common';
import {
  KeyDirectory, OpenedEnvelope, pageOf, Prompt, PromptText, PromptVersion, SealedEnvelope, VAULT_SERVICE_PATHS,
  type CreateEnvelopeRequest, type CreatePromptRequest, type PageQuery, type UpdatePromptRequest,
} from '@mateship/contracts';
import { VaultClient } from '../keys/vault.client.js';

const { prompts, directory, envelopes, people } = VAULT_SERVICE_PATHS;
const PromptPage = pageOf(Prompt);
const VersionPage = pageOf(PromptVersion);

/** A user as a party of envelopes. */
export function userParty(userId: string): string {
  return `user:${userId}`;
}

/** Prompts, keys and envelopes at the vault. Whoever calls has found out who asks: the vault believes the ids it is given. */
@Injectable()
export class VaultServiceClient {
  constructor(private readonly vault: VaultClient) {}

  createPrompt(ownerId: string, prompt: CreatePromptRequest) {
    return this.vault.call(prompts.create, { ownerId, prompt }, Prompt);
  }

  listPrompts(ownerId: string, page: PageQuery) {
    return this.vault.call(prompts.list, { ownerId, page }, PromptPage);
  }

  /** @param version null for the newest */
  readPrompt(ownerId: string, id: string, version: number | null) {
    return this.vault.call(prompts.read, { ownerId, id, version }, PromptText);
  }

  listVersions(ownerId: string, id: string, page: PageQuery) {
    return this.vault.call(prompts.versions, { ownerId, id, page }, VersionPage);
  }

  updatePrompt(ownerId: string, id: string, change: UpdatePromptRequest) {
    return this.vault.call(prompts.update, { ownerId, id, change }, Prompt);
  }

  deletePrompt(ownerId: string, id: string): Promise<void> {
    return this.vault.call<void>(prompts.delete, { ownerId, id });
  }

  /** Destroys every key of a person, then their prompts. May be repeated. */
  erasePerson(ownerId: string): Promise<void> {
    return this.vault.call<void>(people.erase, { ownerId });
  }

  /** @param make whether the party is known here, so that its first keys may be made */
  readKeys(owner: string, make: boolean) {
    return this.vault.call(directory.read, { owner, make }, KeyDirectory);
  }

  rotateKeys(owner: string) {
    return this.vault.call(directory.rotate, { owner }, KeyDirectory);
  }

  emptyCaches(): Promise<void> {
    return this.vault.call<void>(directory.forget, {});
  }

  createEnvelope(ownerId: string, request: CreateEnvelopeRequest, make: boolean) {
    return this.vault.call(envelopes.create, { ownerId, make, request }, SealedEnvelope);
  }

  /** @param onBehalfOf the user for whom an app opens it; null when the recipient is a user */
  openEnvelope(envelope: string, recipient: string, onBehalfOf: string | null) {
    return this.vault.call(envelopes.open, { envelope, recipient, onBehalfOf }, OpenedEnvelope);
  }

  reply(sender: string, recipient: string, answer: { text: string; model: string | null; replyTo: string }) {
    return this.vault.call(envelopes.reply, { sender, recipient, ...answer }, SealedEnvelope);
  }
}
