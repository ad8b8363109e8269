import { PasswordHasher } from './password-hasher.js';
import { formatPhc, parsePhc } from './phc.js';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  it('verifies what it hashed, and nothing else', async () => {
    const stored = await hasher.hash('correct horse');
    expect(await hasher.verify(stored, 'correct horse')).toBe(true);
    expect(await hasher.verify(stored, 'correct horsf')).toBe(false);
  });

  it('salts: the same password gives another hash', async () => {
    expect(await hasher.hash('correct horse')).not.toBe(await hasher.hash('correct horse'));
  });

  it('takes both Unicode spellings of a character for the same', async () => {
    expect(await hasher.verify(await hasher.hash('caf\u00e9 au lait'), 'cafe\u0301 au lait')).toBe(true);
  });

  it('verifies the hash of another implementation, at its own cost', async () => {
    // echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 (test vector of the reference implementation)
    const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await hasher.verify(stored, 'password')).toBe(true);
    expect(await hasher.verify(stored, 'passwore')).toBe(false);
  });

  it('finds no password right where there is no account', async () => {
    expect(await hasher.verify(null, 'anything')).toBe(false);
  });

  it('refuses what would wait behind forty others', async () => {
    const results = await Promise.allSettled(Array.from({ length: 44 }, () => hasher.verify(null, 'x')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ reason: { code: 'RATE_LIMITED', retryAfter: 2 } });
  });
});

describe('PHC strings', () => {
  it('come back as they were', () => {
    const record = { cost: { memory: 65_536, passes: 3, parallelism: 4 }, salt: Buffer.alloc(16, 7), hash: Buffer.alloc(32, 9) };
    expect(parsePhc(formatPhc(record))).toEqual(record);
  });

  it.each(['', 'none', '$argon2i$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAA', '$argon2id$v=19$m=99999999,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'refuses %j',
    (text) => {
      expect(() => parsePhc(text)).toThrow('not an argon2id PHC string');
    },
  );
});
