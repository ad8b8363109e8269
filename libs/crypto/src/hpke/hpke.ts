import { CipherSuite, type CryptoKey, type KeyPair } from 'hpke';
import { asBuffer } from '../bytes/bytes.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { nodeAes256Gcm, nodeHkdf, NOT_AUTHENTIC } from './node-primitives.js';
import { nodeX25519Kem } from './node-x25519-kem.js';

/** An X25519 key pair; the private half cannot be exported. */
export interface HpkeKeyPair {
  /** What others seal to: 32 bytes. */
  readonly publicKey: Buffer;
  readonly keys: KeyPair<CryptoKey>;
}

/** Length of the encapsulated key before the ciphertext. */
export const ENCAPSULATED_BYTES = 32;
const suite = new CipherSuite(nodeX25519Kem, nodeHkdf, nodeAes256Gcm);

/** Makes a key pair, for example one per boot of a service. */
export async function newHpkeKeyPair(): Promise<HpkeKeyPair> {
  const keys = await suite.GenerateKeyPair();
  return { publicKey: Buffer.from(await suite.SerializePublicKey(keys.publicKey)), keys };
}

/**
 * Seals to a raw X25519 public key: HPKE base mode of RFC 9180 with HKDF-SHA256 and AES-256-GCM, one message,
 * no AAD. Gives encapsulated key (32) | ciphertext | tag (16). `info` must be equal when opening.
 * @throws Error when the public key is not one
 */
export async function hpkeSeal(recipientPublicKey: Uint8Array, info: Uint8Array, plaintext: Uint8Array): Promise<Buffer> {
  const recipient = await suite.DeserializePublicKey(recipientPublicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(recipient, plaintext, { info });
  return Buffer.concat([encapsulatedSecret, ciphertext]);
}

/** Opens what {@link hpkeSeal} made. @throws DecryptionError for another key or info and for any change */
export async function hpkeOpen(keyPair: HpkeKeyPair, info: Uint8Array, sealed: Uint8Array): Promise<Buffer> {
  const opened = await tryHpkeOpen(keyPair, info, sealed);
  if (!opened) throw new DecryptionError();
  return opened;
}

/** As {@link hpkeOpen}, but gives null for what does not open, in the time that opening takes. */
export async function tryHpkeOpen(keyPair: HpkeKeyPair, info: Uint8Array, sealed: Uint8Array): Promise<Buffer | null> {
  try {
    const encapsulated = sealed.subarray(0, ENCAPSULATED_BYTES);
    const opened = await suite.Open(keyPair.keys, encapsulated, sealed.subarray(ENCAPSULATED_BYTES), { info });
    return opened === NOT_AUTHENTIC ? null : asBuffer(opened);
  } catch {
    return null;
  }
}
