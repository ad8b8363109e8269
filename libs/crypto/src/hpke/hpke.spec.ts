import { randomBytes } from 'node:crypto';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { bitsOf, flipBit, hex, vectors } from '../../test/fixtures.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { hpkeOpen, hpkeSeal, newHpkeKeyPair, tryHpkeOpen } from './hpke.js';

const info = Buffer.from('mateship/test');

describe('hpkeSeal and hpkeOpen', () => {
  it.each([0, 1, 32, 5000])('round-trip %p bytes', async (size) => {
    const pair = await newHpkeKeyPair();
    const plaintext = randomBytes(size);
    const sealed = await hpkeSeal(pair.publicKey, info, plaintext);
    expect(await hpkeOpen(pair, info, sealed)).toEqual(plaintext);
    expect(sealed.length).toBe(size + 48);
  });

  it('gives other bytes each time', async () => {
    const pair = await newHpkeKeyPair();
    const message = Buffer.from('hello');
    expect(await hpkeSeal(pair.publicKey, info, message)).not.toEqual(await hpkeSeal(pair.publicKey, info, message));
  });

  it('fails with one error for another key, other info and any flipped bit', async () => {
    const [pair, other] = [await newHpkeKeyPair(), await newHpkeKeyPair()];
    const sealed = await hpkeSeal(pair.publicKey, info, Buffer.from('a key'));
    await expect(hpkeOpen(other, info, sealed)).rejects.toBeInstanceOf(DecryptionError);
    await expect(hpkeOpen(pair, Buffer.from('other'), sealed)).rejects.toBeInstanceOf(DecryptionError);
    for (const bit of bitsOf(sealed)) {
      // RFC 7748 ignores the highest bit of a public key; HPKE binds the bytes as they were sent, so it fails too.
      await expect(hpkeOpen(pair, info, flipBit(sealed, bit))).rejects.toBeInstanceOf(DecryptionError);
    }
  });

  it.each([0, 16, 31, 32, 47])('refuses the first %p bytes of a sealed message', async (length) => {
    const pair = await newHpkeKeyPair();
    const sealed = await hpkeSeal(pair.publicKey, info, Buffer.from('a key'));
    await expect(hpkeOpen(pair, info, sealed.subarray(0, length))).rejects.toBeInstanceOf(DecryptionError);
  });

  it('can tell without an error: of a changed, a cut and an empty message, of one from a point of low order', async () => {
    const pair = await newHpkeKeyPair();
    const sealed = await hpkeSeal(pair.publicKey, info, Buffer.from('a key'));
    expect(await tryHpkeOpen(pair, info, sealed)).toEqual(Buffer.from('a key'));
    expect(await tryHpkeOpen(pair, info, await hpkeSeal(pair.publicKey, info, Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
    for (const wrong of [flipBit(sealed, 300), sealed.subarray(0, 40), Buffer.alloc(0), Buffer.concat([Buffer.alloc(32), sealed.subarray(32)])]) {
      expect(await tryHpkeOpen(pair, info, wrong)).toBeNull();
    }
  });

  it.each([0, 31, 33])('does not seal to a public key of %p bytes', async (length) => {
    await expect(hpkeSeal(randomBytes(length), info, Buffer.alloc(1))).rejects.toThrow();
  });

  it('does not seal to the point of order one', async () => {
    await expect(hpkeSeal(Buffer.alloc(32), info, Buffer.alloc(1))).rejects.toThrow();
  });

  it('keeps the private key inside', async () => {
    const { keys } = await newHpkeKeyPair();
    expect(keys.privateKey.extractable).toBe(false);
  });

  it('seals what the package opens with its own parts', async () => {
    const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
    const { publicKey, keys } = await newHpkeKeyPair();
    const sealed = await hpkeSeal(publicKey, info, Buffer.from('a key'));
    expect(Buffer.from(await suite.Open(keys, sealed.subarray(0, 32), sealed.subarray(32), { info })).toString()).toBe('a key');
  });

  it('opens what the package sealed with its own parts', async () => {
    const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
    const pair = await newHpkeKeyPair();
    const { encapsulatedSecret, ciphertext } = await suite.Seal(pair.keys.publicKey, Buffer.from('a key'), { info });
    expect((await hpkeOpen(pair, info, Buffer.concat([encapsulatedSecret, ciphertext]))).toString()).toBe('a key');
  });

  it.each(vectors<Record<'privateKey' | 'publicKey' | 'info' | 'plaintext' | 'sealed', string>>('hpke.json'))('opens what another implementation sealed', async (vector) => {
    const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
    const publicKey = hex(vector.publicKey);
    const keys = { privateKey: await suite.DeserializePrivateKey(hex(vector.privateKey)), publicKey: await suite.DeserializePublicKey(publicKey) };
    expect((await hpkeOpen({ publicKey, keys }, hex(vector.info), hex(vector.sealed))).toString('hex')).toBe(vector.plaintext);
  });
});
