import { Injectable } from '@nestjs/common';
import type { KeyBinding } from '@mateship/contracts';
import { encodeContext, wipe } from '@mateship/crypto';
import type { EntityManager } from 'typeorm';
import type { TimedCache } from '../caches/timed-cache.js';
import { ContentKeys, type SealedFirst } from '../content-keys/content-keys.js';
import { VaultMetrics } from '../metrics/vault-metrics.js';
import type { StoredPrompt } from './prompt.repository.js';

/** What is sealed of a prompt. */
export interface PromptBody {
  name: string;
  text: string;
}

/** Seals each version of a prompt to its place: another prompt, owner or version does not open it. Names are remembered for lists. */
@Injectable()
export class PromptCipher {
  private readonly names: TimedCache<string>;

  constructor(
    private readonly keys: ContentKeys,
    metrics: VaultMetrics,
  ) {
    this.names = metrics.cache('prompt-names');
  }

  /** Seals the first version under a key of its own, and stores both or neither. @throws DomainError NOT_FOUND when the owner is erased */
  async sealFirst(ownerId: string, id: string, body: PromptBody, store: (manager: EntityManager, made: SealedFirst) => Promise<void>): Promise<void> {
    await this.keys.sealNew(bindingOf({ ownerId, id }), contentOf({ ownerId, id, version: 1 }, body), (manager, made) => store(manager, made).then(() => true));
  }

  sealNext(newest: StoredPrompt, body: PromptBody): Promise<Buffer> {
    return this.keys.seal(bindingOf(newest), newest.keyId, contentOf({ ...newest, version: newest.version + 1 }, body));
  }

  async open(prompt: StoredPrompt): Promise<PromptBody> {
    const plaintext = await this.keys.open(bindingOf(prompt), prompt.keyId, contextOf(prompt), prompt.body);
    try {
      return JSON.parse(plaintext.toString('utf8')) as PromptBody;
    } finally {
      wipe(plaintext);
    }
  }

  nameOf(prompt: StoredPrompt): Promise<string> {
    return this.names.get(`${prompt.id}/${prompt.version}`, async () => (await this.open(prompt)).name);
  }

  /** Destroys the key; `alongside` deletes the rows in the same transaction. */
  async destroy(ownerId: string, id: string, keyId: string, alongside: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.keys.destroy(bindingOf({ ownerId, id }), keyId, alongside);
    this.forget();
  }

  /** Empties the cache. */
  forget(): void {
    this.names.clear();
  }
}

type Place = Pick<StoredPrompt, 'id' | 'ownerId'>;

function bindingOf({ ownerId, id }: Place): KeyBinding {
  return { purpose: 'prompt', ownerId, objectId: id };
}

function contextOf({ ownerId, id, version }: Place & { version: number }): Buffer {
  return encodeContext({ use: 'prompt', owner: ownerId, prompt: id, version });
}

function contentOf(place: Place & { version: number }, { name, text }: PromptBody) {
  return { context: contextOf(place), plaintext: Buffer.from(JSON.stringify({ name, text })) };
}
