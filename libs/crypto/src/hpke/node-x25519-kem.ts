import { diffieHellman, generateKeyPairSync, KeyObject } from 'node:crypto';
import { KEM_DHKEM_X25519_HKDF_SHA256, LabeledExpand, LabeledExtract, type CryptoKey, type KEMFactory } from 'hpke';
import { nodeHkdf } from './node-primitives.js';

const SECRET_BYTES = 32;
/** An X25519 public key in DER is 12 bytes that never change, then the key itself. */
const DER_HEAD_BYTES = 12;
const SUITE = Buffer.from([...Buffer.from('KEM'), 0x00, 0x20]);
const EAE_PRK = Buffer.from('eae_prk');
const SHARED_SECRET = Buffer.from('shared_secret');
const NOTHING = new Uint8Array();
const kdf = nodeHkdf();

/**
 * DHKEM(X25519, HKDF-SHA256) of RFC 9180, section 4.1, for the package `hpke`. Whoever opens leaves the key agreement to
 * WebCrypto, which does not let the private key out; whoever seals has nothing to keep and does it at once.
 */
export const nodeX25519Kem: KEMFactory<CryptoKey> = () => {
  // Its key derivation is a field of the package's own object, and used wherever it opens.
  const kem = Object.assign(KEM_DHKEM_X25519_HKDF_SHA256(), { kdf });
  return Object.assign(kem, { Encap: encapsulate });
};

async function encapsulate(recipient: CryptoKey): Promise<{ shared_secret: Uint8Array; enc: Uint8Array }> {
  const ephemeral = generateKeyPairSync('x25519');
  const publicKey = KeyObject.from(recipient as Parameters<typeof KeyObject.from>[0]);
  const enc = rawPublicKey(ephemeral.publicKey);
  // OpenSSL refuses a shared secret of zeros, as section 7.1.4 demands.
  const dh = diffieHellman({ privateKey: ephemeral.privateKey, publicKey });
  const key = await LabeledExtract(kdf, SUITE, NOTHING, EAE_PRK, dh);
  const context = Buffer.concat([enc, rawPublicKey(publicKey)]);
  return { shared_secret: await LabeledExpand(kdf, SUITE, key, SHARED_SECRET, context, SECRET_BYTES), enc };
}

function rawPublicKey(key: KeyObject): Uint8Array {
  return Uint8Array.from(key.export({ format: 'der', type: 'spki' }).subarray(DER_HEAD_BYTES));
}
