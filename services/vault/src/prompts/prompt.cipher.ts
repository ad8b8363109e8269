import { Injectable } from '@nestjs/common';
import type { KeyBinding } from '@mateship/contracts';
import { encodeContext, wipe } from '@mateship/crypto';
import type { TimedCache } from '../caches/timed-cache.js';
import { ContentKeys } from '../content-keys/content-keys.js';
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

  sealFirst(ownerId: string, id: string, body: PromptBody): Promise<{ keyId: string; sealed: Buffer }> {
    return this.keys.sealNew(bindingOf({ ownerId, id }), contentOf({ ownerId, id, version: 1 }, body));
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

  async destroy(ownerId: string, id: string, keyId: string): Promise<void> {
    await this.keys.destroy(bindingOf({ ownerId, id }), keyId);
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
