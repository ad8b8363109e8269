import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { hex, vectors } from '../../test/fixtures.js';
import { nodeArgon2id } from './node-argon2id.js';
import { type Argon2id, deriveShareKeys } from './share-keys.js';
import { formatShareFragment, newShareSecret, parseShareFragment } from './share-secret.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** Cheap, for tests in which only the difference matters. */
const quick: Argon2id = ({ password, salt }) => Promise.resolve(createHmac('sha256', salt).update(password).digest());

describe('deriveShareKeys', () => {
  it.each(vectors<{ secret: string; password: string | null; enc: string; auth: string }>('share.json'))('agrees with the vector with password $password', async (vector) => {
    const password = vector.password === null ? undefined : { text: vector.password, argon2id: nodeArgon2id };
    const { enc, auth } = await deriveShareKeys(hex(vector.secret), password);
    expect([text(enc), text(auth)]).toEqual([vector.enc, vector.auth]);
  });

  it('is HKDF with a label each', async () => {
    const secret = randomBytes(32);
    const { enc, auth } = await deriveShareKeys(secret);
    expect(text(enc)).toBe(text(new Uint8Array(hkdfSync('sha256', secret, '', 'mateship/share/v1/enc', 32))));
    expect(text(auth)).toBe(text(new Uint8Array(hkdfSync('sha256', secret, '', 'mateship/share/v1/auth', 32))));
    expect(text(enc)).not.toBe(text(auth));
  });

  it('gives other keys for every password, and without one', async () => {
    const secret = randomBytes(32);
    const passwords = [undefined, '', 'a', 'b'];
    const derived = await Promise.all(passwords.map((password) => deriveShareKeys(secret, password === undefined ? undefined : { text: password, argon2id: quick })));
    expect(new Set(derived.flatMap(({ enc, auth }) => [text(enc), text(auth)])).size).toBe(8);
  });

  it('takes a password however it was typed, and salts it with the link', async () => {
    const salts: string[] = [];
    const watch: Argon2id = (input) => {
      salts.push(text(input.salt));
      return quick(input);
    };
    const [secret, other] = [randomBytes(32), randomBytes(32)];
    const composed = await deriveShareKeys(secret, { text: 'caf\u00e9', argon2id: watch });
    const decomposed = await deriveShareKeys(secret, { text: 'cafe\u0301', argon2id: watch });
    await deriveShareKeys(other, { text: 'caf\u00e9', argon2id: watch });
    expect(text(composed.enc)).toBe(text(decomposed.enc));
    expect([salts[0] === salts[1], salts[0] === salts[2]]).toEqual([true, false]);
  });

  it('leaves no secret in memory of its own and none that WebCrypto would hand out', async () => {
    const imported = jest.spyOn(crypto.subtle, 'importKey');
    try {
      await deriveShareKeys(randomBytes(32));
      const calls = imported.mock.calls as unknown as [string, Uint8Array, string, boolean][];
      expect(calls.map(([, material, , isExtractable]) => [text(material), isExtractable])).toEqual([['00'.repeat(32), false], ['00'.repeat(32), false]]);
    } finally {
      imported.mockRestore();
    }
  });

  it('asks argon2id for the second choice of RFC 9106', async () => {
    const asked: unknown[] = [];
    const watch: Argon2id = (input) => {
      const { passes, memoryKiB, lanes, length, salt, password } = input;
      asked.push({ passes, memoryKiB, lanes, length, salt: salt.length, password: Buffer.from(password).toString() });
      return quick(input);
    };
    await deriveShareKeys(randomBytes(32), { text: 'é', argon2id: watch });
    expect(asked).toEqual([{ passes: 3, memoryKiB: 65_536, lanes: 4, length: 32, salt: 16, password: 'é' }]);
  });

  it('leaves the secret as it was and refuses one of another length', async () => {
    const secret = Buffer.alloc(32, 7);
    await deriveShareKeys(secret, { text: 'x', argon2id: quick });
    expect(secret).toEqual(Buffer.alloc(32, 7));
    for (const size of [0, 16, 31, 33]) await expect(deriveShareKeys(randomBytes(size))).rejects.toThrow(RangeError);
  });
});

describe('the fragment of a link', () => {
  it('carries any secret', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), (bytes, hasPassword) => {
        const fragment = { secret: Uint8Array.from(bytes), hasPassword };
        const written = formatShareFragment(fragment);
        expect([parseShareFragment(written), parseShareFragment(`#${written}`)]).toEqual([fragment, fragment]);
        expect(written).toBe(`1.${Buffer.from(bytes).toString('base64url')}${hasPassword ? '.p' : ''}`);
      }),
    );
  });

  it('is new each time', () => {
    expect(text(newShareSecret())).not.toBe(text(newShareSecret()));
    expect(newShareSecret()).toHaveLength(32);
  });

  it.each(['', '#', '1.', `2.${'A'.repeat(43)}`, `1.${'A'.repeat(42)}`, `1.${'A'.repeat(44)}`, `1.${'A'.repeat(42)}B`, `1.${'A'.repeat(42)}+`, `##1.${'A'.repeat(43)}`, `1.${'A'.repeat(43)}.`, `1.${'A'.repeat(43)}.q`, `1.${'A'.repeat(43)}.p.p`, `x1.${'A'.repeat(43)}`, `1x${'A'.repeat(43)}`, `1.${'A'.repeat(43)}xp`])('is not "%s"', (fragment) => {
    expect(parseShareFragment(fragment)).toBeNull();
  });

  it('is not written for a secret of another length', () => {
    expect(() => formatShareFragment({ secret: randomBytes(31), hasPassword: false })).toThrow(RangeError);
  });
});
