import { type Bytes, concat, constantTimeEqual } from './bytes.js';
import { type ChunkKeys, COMMITMENT_BYTES, deriveChunkKeys, SALT_BYTES } from './chunk-keys.js';

const CHUNK_BYTES = 16_384;
const TAG_BYTES = 16;
const HEAD_BYTES = SALT_BYTES + COMMITMENT_BYTES;

/** Seals a whole message: salt | commitment | chunks. */
export async function sealChunks(secret: Uint8Array, context: Uint8Array, plaintext: Uint8Array): Promise<Bytes> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const keys = await deriveChunkKeys(secret, salt, context);
  const chunks: Bytes[] = [];
  for (const [number, chunk] of pieces(plaintext, CHUNK_BYTES).entries()) {
    chunks.push(new Uint8Array(await crypto.subtle.encrypt(algorithm(keys, number), keys.key, chunk)));
  }
  return concat(salt, keys.commitment, ...chunks);
}

/** Opens a whole message of {@link sealChunks} or of suite 0x0020; rejects at the first fault. */
export async function openChunks(secret: Uint8Array, context: Uint8Array, sealed: Uint8Array): Promise<Bytes> {
  const keys = await deriveChunkKeys(secret, sealed.subarray(0, SALT_BYTES), context);
  if (!constantTimeEqual(keys.commitment, sealed.subarray(SALT_BYTES, HEAD_BYTES))) throw new Error('commitment');
  const chunks: Bytes[] = [];
  for (const [number, chunk] of pieces(sealed.subarray(HEAD_BYTES), CHUNK_BYTES + TAG_BYTES).entries()) {
    chunks.push(new Uint8Array(await crypto.subtle.decrypt(algorithm(keys, number), keys.key, chunk)));
  }
  return concat(...chunks);
}

/** Full pieces and then one that is shorter, which may be empty: a message that ends without it was cut. */
function pieces(bytes: Uint8Array, size: number): Bytes[] {
  const count = Math.floor(bytes.length / size) + 1;
  return Array.from({ length: count }, (_, number) => bytes.slice(number * size, (number + 1) * size) as Bytes);
}

/** The nonce of a chunk is the base nonce XOR its number; what a browser holds in memory has fewer than 2^32 chunks. */
function algorithm({ baseNonce }: ChunkKeys, number: number): { name: string; iv: Bytes; tagLength: number } {
  const iv = baseNonce.slice();
  const view = new DataView(iv.buffer);
  view.setUint32(8, view.getUint32(8) ^ number);
  return { name: 'AES-GCM', iv, tagLength: 8 * TAG_BYTES };
}
