import { asBuffer, constantTimeEqual, gather, wipe } from '../bytes/bytes.js';
import { Collector } from '../bytes/collector.js';
import { CHUNK_BYTES, ChunkCipher, TAG_BYTES } from './chunk-cipher.js';
import { COMMITMENT_BYTES, deriveChunkKeys, SALT_BYTES } from './chunk-keys.js';
import { ChunkSplitter } from './chunk-splitter.js';
import type { Step } from './step.js';

const HEAD_BYTES = SALT_BYTES + COMMITMENT_BYTES;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

/** Checks the commitment, then gives out each chunk once it is authenticated. Throws an Error at the first fault. */
export class ChunkOpener implements Step {
  readonly #head = new Collector();
  readonly #splitter = new ChunkSplitter(SEALED_CHUNK_BYTES);
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
    const cipher = (this.#cipher ??= cipherOf(this.key, this.context, this.#head.bytes));
    const out = Array.from(this.#splitter.split(rest, last), (piece) => cipher.open(piece));
    if (last) this.close();
    return out;
  }

  close(): void {
    this.#closed = true;
    this.#cipher = undefined;
  }
}

/**
 * Opens a message that is there as a whole. Throws an Error at the first fault; one in the commitment counts after the first
 * chunk, so that a wrong key takes as long to refuse as wrong content.
 */
export function openChunked(key: Uint8Array, context: Uint8Array, sealed: Uint8Array): Buffer {
  const bytes = asBuffer(sealed);
  const { cipher, isCommitted } = keyed(key, context, bytes.subarray(0, HEAD_BYTES));
  const chunks: Buffer[] = [];
  for (let at = HEAD_BYTES; ; at += SEALED_CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + SEALED_CHUNK_BYTES);
    chunks.push(cipher.open(chunk));
    if (!isCommitted) throw notCommitted(...chunks);
    if (chunk.length < SEALED_CHUNK_BYTES) return gather(chunks);
  }
}

function cipherOf(key: Uint8Array, context: Uint8Array, head: Buffer): ChunkCipher {
  const { cipher, isCommitted } = keyed(key, context, head);
  if (!isCommitted) throw notCommitted();
  return cipher;
}

function keyed(key: Uint8Array, context: Uint8Array, head: Buffer): { cipher: ChunkCipher; isCommitted: boolean } {
  const keys = deriveChunkKeys(key, head.subarray(0, SALT_BYTES), context);
  const isCommitted = constantTimeEqual(keys.commitment, head.subarray(SALT_BYTES));
  return { cipher: new ChunkCipher(keys), isCommitted };
}

function notCommitted(...opened: Buffer[]): Error {
  wipe(...opened);
  return new Error('commitment');
}
