import { createPublicKey, randomBytes } from 'node:crypto';
import { flipBit } from '../../test/fixtures.js';
import { ADDRESSED_SUITES, keyOf } from '../../test/keys.js';
import { addressedSuiteOf } from '../suites/registry.js';

const bound = Buffer.from('header and context');

describe.each(ADDRESSED_SUITES)('key transport of suite %p', (id) => {
  const suite = addressedSuiteOf(id);

  it('brings a secret to the holder of the private key', async () => {
    const key = await keyOf('enc', id, 'ai');
    const secret = randomBytes(32);
    const wrapped = await suite.wrap(key.publicKey, bound, secret);
    expect(wrapped).toHaveLength(suite.wrappedBytes);
    expect(await suite.unwrap(key.privateKey, bound, wrapped)).toEqual(secret);
    expect(await suite.wrap(key.publicKey, bound, secret)).not.toEqual(wrapped);
  });

  it('does not open for another key or other bound bytes', async () => {
    const [key, other] = [await keyOf('enc', id, 'ai'), await keyOf('enc', id, 'other')];
    const wrapped = await suite.wrap(key.publicKey, bound, randomBytes(32));
    expect(await suite.unwrap(other.privateKey, bound, wrapped)).toBeNull();
    expect(await suite.unwrap(key.privateKey, Buffer.from('elsewhere'), wrapped)).toBeNull();
  });

  it('does not open after a change in any byte, cut or lengthened', async () => {
    const key = await keyOf('enc', id, 'ai');
    const wrapped = await suite.wrap(key.publicKey, bound, randomBytes(32));
    for (let byte = 0; byte < wrapped.length; byte += 1) {
      expect(await suite.unwrap(key.privateKey, bound, flipBit(wrapped, byte * 8 + (byte % 8)))).toBeNull();
    }
    expect(await suite.unwrap(key.privateKey, bound, wrapped.subarray(1))).toBeNull();
    expect(await suite.unwrap(key.privateKey, bound, Buffer.concat([wrapped, Buffer.alloc(1)]))).toBeNull();
  });

  it('takes only keys of its own type and strength', async () => {
    const wrapped = randomBytes(suite.wrappedBytes);
    for (const otherId of ADDRESSED_SUITES.filter((candidate) => candidate !== id)) {
      const key = await keyOf('enc', otherId, 'ai');
      expect(suite.fitsRecipient(key.publicKey)).toBe(false);
      await expect(suite.wrap(key.publicKey, bound, randomBytes(32))).rejects.toThrow(TypeError);
      await expect(suite.unwrap(key.privateKey, bound, wrapped)).rejects.toThrow(TypeError);
    }
  });

  it('makes keys that fit', async () => {
    const key = await suite.newRecipientKey();
    expect([suite.fitsRecipient(key), suite.fitsRecipient(createPublicKey(key))]).toEqual([true, true]);
  });
});
