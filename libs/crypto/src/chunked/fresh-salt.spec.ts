import { SALT_BYTES } from './chunk-keys.js';
import { freshSalt } from './fresh-salt.js';

describe('freshSalt', () => {
  it('never repeats, over many fillings of its pool', () => {
    const salts = Array.from({ length: 1_000 }, freshSalt);
    expect(new Set(salts.map((salt) => salt.toString('hex'))).size).toBe(salts.length);
    expect(salts.every((salt) => salt.length === SALT_BYTES)).toBe(true);
  });

  it('gives bytes of their own: a later salt does not change an earlier one', () => {
    const first = freshSalt();
    const before = Buffer.from(first);
    for (let count = 0; count < 300; count += 1) freshSalt();
    expect(first).toEqual(before);
  });
});
