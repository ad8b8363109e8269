import { addressedSuiteOf } from '../../src/suites/registry.js';
import { hex } from '../fixtures.js';
import { describeVectors, wycheproof } from './vector-files.js';

interface Vector {
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
}

describeVectors('AES-GCM through suites 0x0001 and 0x0002', () => {
  const all = wycheproof<Vector, { keySize: number; ivSize: number; tagSize: number }>('aes_gcm_test.json');
  const inPolicy = all.filter(({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128);
  const outOfPolicy = all.filter((vector) => !inPolicy.includes(vector));
  const open = ({ key, aad, iv, ct, tag }: Vector): Buffer => addressedSuiteOf(0x0001).open(hex(key), hex(aad), hex(iv + ct + tag));

  it('has 66 vectors in policy (256-bit key, 96-bit nonce, 128-bit tag) and 250 out of it', () => {
    expect([inPolicy.length, outOfPolicy.length]).toEqual([66, 250]);
  });

  it.each(inPolicy)('$result $tcId: $comment', (vector) => {
    if (vector.result === 'invalid') expect(() => open(vector)).toThrow();
    else expect(open(vector).toString('hex')).toBe(vector.msg);
  });

  it.each(outOfPolicy)('refuses $tcId on purpose: key of $keySize bits, nonce of $ivSize', (vector) => {
    expect(() => open(vector)).toThrow();
  });
});
