import { createPublicKey } from 'node:crypto';
import { addressedSuiteOf } from '../../src/suites/registry.js';
import { hex } from '../fixtures.js';
import { describeVectors, wycheproof } from './vector-files.js';

describeVectors('Ed25519 through suite 0x0010', () => {
  const all = wycheproof<{ msg: string; sig: string }, { publicKeyDer: string }>('ed25519_test.json');

  it('has all 151 vectors', () => {
    expect(all.length).toBe(151);
  });

  it.each(all)('$result $tcId: $comment', async (vector) => {
    const publicKey = createPublicKey({ key: hex(vector.publicKeyDer), format: 'der', type: 'spki' });
    expect(await addressedSuiteOf(0x0010).verify(publicKey, hex(vector.msg), hex(vector.sig))).toBe(vector.result === 'valid');
  });
});
