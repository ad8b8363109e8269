import { randomToken } from './random-token.js';

it('gives as many bytes as were asked for, in the wanted spelling', () => {
  expect(randomToken(16, 'hex')).toMatch(/^[0-9a-f]{32}$/);
  expect(randomToken(16, 'base64url')).toMatch(/^[\w-]{22}$/);
});

it('never gives the same bytes twice, however many are asked for', () => {
  const tokens = Array.from({ length: 2_000 }, () => randomToken(16, 'hex'));
  expect(new Set(tokens).size).toBe(tokens.length);
});
