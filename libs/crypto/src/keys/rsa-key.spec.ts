import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { perKey } from './per-key.js';
import { isRsa } from './rsa-key.js';

const ed25519 = () => generateKeyPairSync('ed25519').privateKey;

describe('perKey', () => {
  it('makes the form of a key once, and one for each key', () => {
    const form = perKey((key) => ({ key }));
    const [one, other] = [ed25519(), ed25519()];
    expect(form(one)).toBe(form(one));
    expect(form(one).key).toBe(one);
    expect(form(other).key).toBe(other);
  });
});

describe('isRsa', () => {
  it('is true for the size alone that was asked for, of either half', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    for (const key of [privateKey, createPublicKey(privateKey)]) expect([512, 1024, 2048].map((bits) => isRsa(key, bits))).toEqual([false, true, false]);
  });

  it('is false for another exponent, for keys that RSA-PSS restricts, and for other curves', () => {
    const cubed = generateKeyPairSync('rsa', { modulusLength: 1024, publicExponent: 3 });
    const restricted = generateKeyPairSync('rsa-pss', { modulusLength: 1024 });
    expect([cubed.publicKey, restricted.publicKey, ed25519()].map((key) => isRsa(key, 1024))).toEqual([false, false, false]);
  });
});
