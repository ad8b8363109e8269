import { constants, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bitsOf, flipBit } from '../../test/fixtures.js';
import { ADDRESSED_SUITES, keyOf } from '../../test/keys.js';
import { addressedSuiteOf } from '../suites/registry.js';

const message = randomBytes(100);

describe.each(ADDRESSED_SUITES)('signatures of suite %p', (id) => {
  const suite = addressedSuiteOf(id);

  it('are verified by the public key of the signer alone', async () => {
    const [key, other] = [await keyOf('sig', id, 'vault'), await keyOf('sig', id, 'other')];
    const signature = await suite.sign(key.privateKey, message);
    expect(signature).toHaveLength(suite.signatureBytes);
    expect(await suite.verify(key.publicKey, message, signature)).toBe(true);
    expect(await suite.verify(other.publicKey, message, signature)).toBe(false);
  });

  it('do not survive a change of any bit, a cut or added bytes', async () => {
    const key = await keyOf('sig', id, 'vault');
    const signature = await suite.sign(key.privateKey, message);
    for (const bit of bitsOf(signature)) expect(await suite.verify(key.publicKey, message, flipBit(signature, bit))).toBe(false);
    for (const bit of bitsOf(message)) expect(await suite.verify(key.publicKey, flipBit(message, bit), signature)).toBe(false);
    for (const changed of [Buffer.alloc(0), signature.subarray(1), Buffer.concat([signature, Buffer.alloc(1)]), Buffer.alloc(signature.length)]) {
      expect(await suite.verify(key.publicKey, message, changed)).toBe(false);
    }
  });

  it('are made and accepted only with keys of their own type and strength', async () => {
    for (const otherId of ADDRESSED_SUITES.filter((candidate) => candidate !== id)) {
      const key = await keyOf('sig', otherId, 'vault');
      await expect(suite.sign(key.privateKey, message)).rejects.toThrow(TypeError);
      expect(await suite.verify(key.publicKey, message, await addressedSuiteOf(otherId).sign(key.privateKey, message))).toBe(false);
    }
  });

  it('come from keys that fit', async () => {
    const key = await suite.newSigningKey();
    expect([suite.fitsSigner(key), suite.fitsSigner(createPublicKey(key))]).toEqual([true, true]);
  });
});

describe('RSA signatures', () => {
  const suite = addressedSuiteOf(0x0001);

  it.each([
    ['PKCS #1 v1.5', { padding: constants.RSA_PKCS1_PADDING }],
    ['PSS with a salt of 20 bytes', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 }],
    ['PSS without salt', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 }],
  ])('by %s are refused', async (_name, options) => {
    const key = await keyOf('sig', 0x0001, 'vault');
    expect(await suite.verify(key.publicKey, message, sign('sha256', message, { key: key.privateKey, ...options }))).toBe(false);
  });

  it('by a key of 1024 bits or another exponent do not fit', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const cubed = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 });
    const restricted = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    expect([small, cubed, restricted].map(({ publicKey }) => suite.fitsSigner(publicKey))).toEqual([false, false, false]);
  });
});
