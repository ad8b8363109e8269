import { asBuffer } from '../bytes/bytes.js';
import { CHUNK_BYTES, ChunkCipher } from './chunk-cipher.js';
import { deriveChunkKeys } from './chunk-keys.js';
import { ChunkSplitter } from './chunk-splitter.js';
import { freshSalt } from './fresh-salt.js';
import type { Step } from './step.js';

/** Gives out salt, commitment and sealed chunks of one message. */
export class ChunkSealer implements Step {
  #cipher: ChunkCipher | undefined;
  readonly #splitter = new ChunkSplitter(CHUNK_BYTES);
  #head: Buffer[];

  /** `salt` is only given to reproduce vectors: it must never repeat under a key. */
  constructor(key: Uint8Array, context: Uint8Array, salt: Uint8Array = freshSalt()) {
    const keys = deriveChunkKeys(key, salt, context);
    this.#head = [Buffer.from(salt), Buffer.from(keys.commitment)];
    this.#cipher = new ChunkCipher(keys);
  }

  update(data: Uint8Array, last: boolean): Buffer[] {
    const cipher = this.#cipher;
    if (!cipher) throw new Error('the message has ended');
    const out = this.#head;
    this.#head = [];
    for (const chunk of this.#splitter.split(asBuffer(data), last)) out.push(...cipher.sealParts(chunk));
    if (last) this.close();
    return out;
  }

  close(): void {
    this.#cipher = undefined;
  }
}
