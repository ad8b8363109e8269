import { apiKeyIdOf, hashApiKey, matchesHash, newApiKey, shownPrefix } from './api-key-secret.js';

describe('API key secrets', () => {
  it('hold their id and 256 random bits', () => {
    const { id, key } = newApiKey();
    expect(apiKeyIdOf(key)).toBe(id);
    expect(Buffer.from(key.slice(37), 'base64url')).toHaveLength(32);
    expect(newApiKey().key).not.toBe(key);
  });

  it('begin with the prefix that is shown', () => {
    const { id, key } = newApiKey();
    expect(key.startsWith(shownPrefix(id))).toBe(true);
    expect(shownPrefix(id)).toHaveLength(12);
  });

  it('match their own hash alone', () => {
    const { key } = newApiKey();
    expect(matchesHash(key, hashApiKey(key))).toBe(true);
    expect(matchesHash(newApiKey().key, hashApiKey(key))).toBe(false);
  });

  it.each(['', 'msk_', 'msk_x_y', `msk_${'0'.repeat(32)}`, `msk_${'0'.repeat(32)}_${'A'.repeat(42)}`, `msk_${'G'.repeat(32)}_${'A'.repeat(43)}`, `msk_${'0'.repeat(32)}_${'A'.repeat(43)}\n`])(
    'are not seen in %j',
    (text) => {
      expect(apiKeyIdOf(text)).toBeNull();
    },
  );
});
