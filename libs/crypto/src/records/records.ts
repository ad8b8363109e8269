import { asBuffer, constantTimeEqual, lengthPrefixed } from '../bytes/bytes.js';
import { ChunkCipher } from '../chunked/chunk-cipher.js';
import { COMMITMENT_BYTES, deriveChunkKeys, SALT_BYTES } from '../chunked/chunk-keys.js';
import { freshSalt } from '../chunked/fresh-salt.js';
import { failAlike } from '../errors/decryption.errors.js';

const MAGIC = Buffer.from('OCR1');
/** Length of the head that belongs to every list of records. */
export const RECORDS_HEAD_BYTES = MAGIC.length + SALT_BYTES + COMMITMENT_BYTES;

/**
 * Seals a list of small records, such as the events of a stream, under one key that is derived once for the list.
 * A record opens only in its own place of its own list. Format: docs/architecture/envelope-format.md, "Records OCR1".
 */
export class RecordSealer {
  /** Needed to open the records; not secret. {@link RECORDS_HEAD_BYTES} bytes. */
  readonly head: Buffer;
  readonly #cipher: ChunkCipher;

  /** `secret` has 32 bytes and may be wiped at once; `context` says where the list belongs. The salt is only given to reproduce vectors. */
  constructor(secret: Uint8Array, context: Uint8Array, salt: Uint8Array = freshSalt()) {
    const keys = deriveChunkKeys(secret, salt, bind(context));
    this.head = Buffer.concat([MAGIC, salt, keys.commitment]);
    this.#cipher = new ChunkCipher(keys);
  }

  /** The next record of the list, 16 bytes longer than `plaintext`. */
  seal(plaintext: Uint8Array): Buffer {
    return this.#cipher.seal(asBuffer(plaintext));
  }
}

/**
 * Opens records that stand one after another in their list, the first of them at place `from`, counted from 0.
 * @throws DecryptionError for another secret, context or head, for a record in another place and for any change
 */
export function openRecords(secret: Uint8Array, context: Uint8Array, list: { head: Uint8Array; from: number; sealed: readonly Uint8Array[] }): Buffer[] {
  return failAlike(() => {
    const head = asBuffer(list.head);
    if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('not the head of a list');
    const keys = deriveChunkKeys(secret, head.subarray(MAGIC.length, MAGIC.length + SALT_BYTES), bind(context));
    if (!constantTimeEqual(keys.commitment, head.subarray(MAGIC.length + SALT_BYTES))) throw new Error('commitment');
    const cipher = new ChunkCipher(keys, list.from);
    return list.sealed.map((record) => cipher.open(asBuffer(record)));
  });
}

/** Another magic than an envelope's header, so that no record is ever a chunk of an envelope. */
function bind(context: Uint8Array): Buffer {
  return Buffer.concat([lengthPrefixed(MAGIC), lengthPrefixed(context)]);
}
