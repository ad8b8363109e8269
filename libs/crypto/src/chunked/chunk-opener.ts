import { asBuffer, constantTimeEqual } from '../bytes/bytes.js';
import { Collector } from '../bytes/collector.js';
import { CHUNK_BYTES, ChunkCipher, TAG_BYTES } from './chunk-cipher.js';
import { COMMITMENT_BYTES, deriveChunkKeys, SALT_BYTES } from './chunk-keys.js';
import { ChunkSplitter } from './chunk-splitter.js';
import type { Step } from './step.js';

const HEAD_BYTES = SALT_BYTES + COMMITMENT_BYTES;

/** Checks the commitment, then gives out each chunk once it is authenticated. Throws an Error at the first fault. */
export class ChunkOpener implements Step {
  readonly #head = new Collector();
  readonly #splitter = new ChunkSplitter(CHUNK_BYTES + TAG_BYTES);
  #cipher: ChunkCipher | undefined;
  #closed = false;

  constructor(
    private readonly key: Uint8Array,
    private readonly context: Uint8Array,
  ) {}

  update(data: Uint8Array, last: boolean): Buffer[] {
    if (this.#closed) throw new Error('the message has ended');
    const rest = this.#head.fill(HEAD_BYTES, asBuffer(data));
    if (this.#head.bytes.length < HEAD_BYTES) {
      if (last) throw new Error('truncated');
      return [];
    }
    const cipher = (this.#cipher ??= this.checkHead());
    const out = Array.from(this.#splitter.split(rest, last), (piece) => cipher.open(piece));
    if (last) this.close();
    return out;
  }

  close(): void {
    this.#closed = true;
    this.#cipher = undefined;
  }

  private checkHead(): ChunkCipher {
    const keys = deriveChunkKeys(this.key, this.#head.bytes.subarray(0, SALT_BYTES), this.context);
    if (!constantTimeEqual(keys.commitment, this.#head.bytes.subarray(SALT_BYTES))) throw new Error('commitment');
    return new ChunkCipher(keys);
  }
}
