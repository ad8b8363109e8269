import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { wipe } from '../bytes/bytes.js';
import type { ChunkKeys } from './chunk-keys.js';

export const CHUNK_BYTES = 16_384;
export const TAG_BYTES = 16;
/** The number of chunks a message may have by the specification: 4 PiB. */
export const MAX_CHUNKS = 2 ** 38;
const AEAD = 'aes-256-gcm';
const OPTIONS = { authTagLength: TAG_BYTES };

/** The nonce of a chunk: the base nonce XOR the chunk number as a big-endian integer of the same width. */
export function chunkNonce(baseNonce: Uint8Array, number: number): Buffer {
  if (number >= MAX_CHUNKS) throw new RangeError('the message is too long');
  const nonce = Buffer.from(baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number % 2 ** 32) >>> 0, 8);
  nonce.writeUInt8(nonce.readUInt8(7) ^ Math.floor(number / 2 ** 32), 7);
  return nonce;
}

/** Seals or opens the chunks of one message in their order; the place of each is part of its nonce. */
export class ChunkCipher {
  readonly #key: KeyObject;
  readonly #baseNonce: Buffer;
  #number: number;

  /** Takes the keys over: their bytes are wiped. `first` is the number of the chunk that comes first. */
  constructor(keys: ChunkKeys, first = 0) {
    this.#number = first;
    this.#key = createSecretKey(keys.key);
    this.#baseNonce = Buffer.from(keys.baseNonce);
    wipe(keys.key, keys.baseNonce, keys.commitment);
  }

  seal(chunk: Buffer): Buffer {
    return Buffer.concat(this.sealParts(chunk));
  }

  /** As {@link seal}, without the copy that joins ciphertext and tag. */
  sealParts(chunk: Buffer): [ciphertext: Buffer, tag: Buffer] {
    const cipher = createCipheriv(AEAD, this.#key, this.nextNonce(), OPTIONS);
    const ciphertext = cipher.update(chunk);
    cipher.final();
    return [ciphertext, cipher.getAuthTag()];
  }

  /** @throws Error when the chunk is not the next one of this message */
  open(sealed: Buffer): Buffer {
    const end = sealed.length - TAG_BYTES;
    if (end < 0) throw new RangeError('the message is cut');
    const decipher = createDecipheriv(AEAD, this.#key, this.nextNonce(), OPTIONS);
    decipher.setAuthTag(sealed.subarray(end));
    const chunk = decipher.update(sealed.subarray(0, end));
    decipher.final();
    return chunk;
  }

  private nextNonce(): Buffer {
    return chunkNonce(this.#baseNonce, this.#number++);
  }
}
