import { EnvelopeSuiteError } from '../errors/envelope-suite.errors.js';
import { allowsLife, DEFAULT_POLICY, isCurrent, permittedSuite } from './policy.js';

const DAY_MS = 86_400_000;

describe('the default policy', () => {
  it('writes X25519 and RSA-3072, opens RSA-2048 too, and lets an envelope live for a day', () => {
    expect(DEFAULT_POLICY).toEqual({ seal: [0x0010, 0x0002], open: [0x0010, 0x0002, 0x0001], maxLifeMs: DAY_MS });
  });
});

describe('permittedSuite', () => {
  it('gives a suite that is on the list', () => {
    expect(permittedSuite(0x0010, [0x0002, 0x0010]).id).toBe(0x0010);
  });

  it.each([
    ['is not on the list', 0x0001, [0x0010]],
    ['is on the list and unknown', 0x0099, [0x0099]],
    ['meets an empty list', 0x0010, []],
  ])('refuses one that %s', (_why, id, allowed) => {
    expect(() => permittedSuite(id, allowed)).toThrow(EnvelopeSuiteError);
  });
});

describe('the life of an envelope', () => {
  it.each([[1, true], [DAY_MS, true], [DAY_MS + 1, false], [0, false], [-1, false]])('of %d ms is allowed: %p', (life, expected) => {
    expect(allowsLife(DEFAULT_POLICY, { created: 1000, expires: 1000 + life })).toBe(expected);
  });

  it.each([
    ['a minute and a millisecond before it', 40_000 - 1, false],
    ['a minute before it', 40_000, true],
    ['in its last millisecond', 199_999, true],
    ['at its end', 200_000, false],
  ])('holds %s: %p', (_when, now, expected) => {
    expect(isCurrent(now, { created: 100_000, expires: 200_000 })).toBe(expected);
  });
});
