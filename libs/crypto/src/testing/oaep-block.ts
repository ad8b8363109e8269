import { constants, createHash, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { sha256 } from '../bytes/bytes.js';

const HASH_BYTES = 32;

/** What is wrong with an encoded message of RFC 8017 §7.1.1, step 2; nothing is when all is left out. */
export interface OaepBlock {
  /** Instead of the zero that comes first. */
  readonly first?: number;
  /** Instead of the hash of the label. */
  readonly labelHash?: Buffer;
  /** Instead of the one between padding and secret. */
  readonly separator?: number;
}

/** A secret for an RSA key in an encoded message that is made by hand, so that any part of it can be wrong. */
export function oaepBlock(publicKey: KeyObject, label: Uint8Array, secret: Uint8Array, wrong: OaepBlock = {}): Buffer {
  const size = publicKey.asymmetricKeyDetails!.modulusLength! / 8;
  const { first = 0, labelHash = sha256(label), separator = 1 } = wrong;
  const padding = Buffer.alloc(size - 2 * HASH_BYTES - 2 - secret.length);
  const data = Buffer.concat([labelHash, padding, Buffer.of(separator), secret]);
  const seed = randomBytes(HASH_BYTES);
  const maskedData = xor(data, mask(seed, data.length));
  const maskedSeed = xor(seed, mask(maskedData, HASH_BYTES));
  return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, Buffer.concat([Buffer.of(first), maskedSeed, maskedData]));
}

/** MGF1 with SHA-256. */
function mask(seed: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, counter) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return createHash('sha256').update(seed).update(count).digest();
  });
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(left: Buffer, right: Buffer): Buffer {
  return left.map((byte, at) => byte ^ right[at]!) as Buffer;
}
