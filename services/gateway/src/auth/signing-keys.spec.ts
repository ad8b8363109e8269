import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { issueAccessToken } from './access-token.js';
import { SigningKeys } from './signing-keys.js';
import { TokenVerifier } from './token.verifier.js';

describe('SigningKeys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'mateship-signing-'));
  });
  afterEach(() => fs.rm(folder, { recursive: true }));

  const file = () => path.join(folder, 'keys', 'signing.json');
  const session = { id: '11111111-1111-4111-8111-111111111111', userId: '22222222-2222-4222-8222-222222222222', role: 'user' as const };

  it('makes a key at the first start and keeps it', async () => {
    const first = await SigningKeys.open(file());
    const second = await SigningKeys.open(file());
    expect(second.current.kid).toBe(first.current.kid);
    expect(await fs.readdir(path.dirname(file()))).toEqual(['signing.json']);
    expect((await fs.stat(file())).mode & 0o777).toBe(0o600);
  });

  it('agrees on one key when two start at once', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => SigningKeys.open(file())));
    expect(new Set(opened.map(({ current }) => current.kid)).size).toBe(1);
  });

  it('names the key by its RFC 7638 thumbprint', async () => {
    const { current } = await SigningKeys.open(file());
    expect(current.kid).toMatch(/^[\w-]{43}$/);
  });

  it('signs with the newest key and verifies with all of them', async () => {
    const old = await SigningKeys.open(file());
    const other = await SigningKeys.open(path.join(folder, 'other.json'));
    const keys = [file(), path.join(folder, 'other.json')].map(async (name) => JSON.parse(await fs.readFile(name, 'utf8')).keys[0]);
    const [oldKey, newKey] = await Promise.all(keys);
    const rotated = path.join(folder, 'rotated.json');
    await fs.writeFile(rotated, JSON.stringify({ keys: [oldKey, { ...newKey, createdAt: '2999-01-01T00:00:00.000Z' }] }), { mode: 0o600 });
    const both = await SigningKeys.open(rotated);
    const verifier = new TokenVerifier(both);
    expect(both.current.kid).toBe(other.current.kid);
    for (const key of [old.current, both.current]) await expect(verifier.verify(issueAccessToken(key, session))).resolves.toMatchObject({ sid: session.id });
  });

  it('no longer verifies what a removed key signed', async () => {
    const removed = await SigningKeys.open(file());
    const verifier = new TokenVerifier(await SigningKeys.open(path.join(folder, 'other.json')));
    await expect(verifier.verify(issueAccessToken(removed.current, session))).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('refuses a file that others can read', async () => {
    await SigningKeys.open(file());
    await fs.chmod(file(), 0o640);
    await expect(SigningKeys.open(file())).rejects.toThrow('can be read by others');
  });

  it.each(['', '{}', '{"keys":[]}', '{"keys":[{"kid":"a","alg":"none"}]}'])('refuses the content %j', async (content) => {
    await fs.mkdir(path.dirname(file()));
    await fs.writeFile(file(), content, { mode: 0o600 });
    await expect(SigningKeys.open(file())).rejects.toThrow();
  });
});
