import { randomBytes } from 'node:crypto';
import { keyOf } from '../../test/keys.js';
import { addressedSuiteOf } from '../suites/registry.js';
import { oaepBlock } from './oaep-block.js';

describe.each([0x0001, 0x0002])('an OAEP block made by hand for suite %p', (id) => {
  const suite = addressedSuiteOf(id);
  const label = randomBytes(50);

  it('opens when nothing is wrong with it', async () => {
    const { publicKey, privateKey } = await keyOf('enc', id, 'ai');
    const secret = randomBytes(32);
    expect(await suite.unwrap(privateKey, label, oaepBlock(publicKey, label, secret))).toEqual(secret);
  });

  it.each([{ first: 1 }, { labelHash: randomBytes(32) }, { separator: 0 }, { separator: 2 }])('does not with %p', async (wrong) => {
    const { publicKey, privateKey } = await keyOf('enc', id, 'ai');
    expect(await suite.unwrap(privateKey, label, oaepBlock(publicKey, label, Buffer.alloc(32), wrong))).toBeNull();
  });
});
