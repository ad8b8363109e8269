import { randomUUID } from 'node:crypto';
import { readPublicKeyDocument } from '@mateship/crypto';
import { Expiry } from '../src/envelopes/expiry.js';
import { type RunningVault, startVault } from './running-vault.js';
import { type ServiceCalls, serviceCalls } from './service-calls.js';

let vault: RunningVault;
let calls: ServiceCalls;
beforeAll(async () => {
  vault = await startVault();
  calls = serviceCalls(vault);
});
afterAll(() => vault.close());

const aUser = () => `user:${randomUUID()}`;
const anApp = () => `app:a${randomUUID().slice(0, 8)}`;

describe('the directory', () => {
  it('publishes public keys of the parties that the gateway vouches for, and no private part', async () => {
    const [user, app] = [aUser(), anApp()];
    expect((await calls.keys(user, true)).keys.map(({ use, suite, version, owner, expiresAt }) => [use, suite, version, owner, expiresAt])).toEqual([['enc', 16, 1, user, null]]);
    expect((await calls.keys(app, true)).keys.map(({ use }) => use)).toEqual(['enc', 'sig']);
    expect((await calls.keys('vault', true)).keys.map(({ use, crv }) => [use, crv])).toContainEqual(['sig', 'Ed25519']);
    const [document] = (await calls.keys(user)).keys;
    expect(Object.keys(document!).sort()).toEqual(['crv', 'expiresAt', 'kid', 'kty', 'owner', 'suite', 'use', 'version', 'x']);
    expect(readPublicKeyDocument(document as never)).toMatchObject({ owner: user, use: 'enc', suite: 16, version: 1 });
  });

  it('makes no key for a party that nobody vouches for', async () => {
    await expect(calls.keys(aUser())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('makes one key, however many ask at once', async () => {
    const user = aUser();
    const answers = await Promise.all(Array.from({ length: 6 }, () => calls.keys(user, true)));
    expect(new Set(answers.map(({ keys }) => JSON.stringify(keys))).size).toBe(1);
    expect(await vault.query('SELECT 1 FROM party_key WHERE owner = $1', [user])).toHaveLength(1);
  });

  it('gives the same keys after a restart', async () => {
    const user = aUser();
    const before = await calls.keys(user, true);
    await vault.restart();
    expect(await calls.keys(user, true)).toEqual(before);
  });

  it.each(['', 'root', 'app:', 'app:A', 'user:1', 'user:../x', 'vault ', 'user:00000000-0000-0000-0000-00000000000G'])('knows no party %j', async (owner) => {
    await expect(calls.keys(owner, true)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('a rotation', () => {
  it('puts a new key beside the old one, which ends after twice the longest life of an envelope', async () => {
    const app = anApp();
    await calls.keys(app, true);
    const { keys } = await calls.rotate(app);
    expect(keys.map(({ use, version, expiresAt }) => [use, version, expiresAt === null])).toEqual([['enc', 2, true], ['enc', 1, false], ['sig', 2, true], ['sig', 1, false]]);
    const end = Date.parse(keys[1]!.expiresAt!) - Date.now();
    expect(end).toBeGreaterThan(47.9 * 3_600_000);
    expect(end).toBeLessThanOrEqual(48 * 3_600_000);
  });

  it('of a party without keys is refused', async () => {
    await expect(calls.rotate(aUser())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is used at once, and what was sealed before still opens', async () => {
    const owner = randomUUID();
    const user = `user:${owner}`;
    const { id } = await calls.create(owner);
    const before = await calls.envelope(owner, { promptId: id, recipient: user });
    await calls.rotate(user);
    await calls.rotate('vault');
    const after = await calls.envelope(owner, { promptId: id, recipient: user });
    expect([before.address.keyVersion, after.address.keyVersion]).toEqual([1, 2]);
    expect(after.address.signerKeyId).not.toBe(before.address.signerKeyId);
    await expect(calls.open(before.envelope, user)).resolves.toMatchObject({ content: { promptId: id } });
    await expect(calls.open(after.envelope, user)).resolves.toMatchObject({ content: { promptId: id } });
  });

  it('destroys the old keys when their time is over, and what was sealed to them opens no more', async () => {
    const owner = randomUUID();
    const user = `user:${owner}`;
    const { id } = await calls.create(owner);
    const { envelope, address } = await calls.envelope(owner, { promptId: id, recipient: user });
    await calls.rotate(user);
    await vault.query(`UPDATE party_key SET expires_at = now() - interval '1 second' WHERE id = $1`, [address.keyId]);
    await calls.forget();
    expect((await calls.keys(user)).keys.map(({ version }) => version)).toEqual([2]);
    await expect(calls.open(envelope, user)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    await vault.service.app.get(Expiry).run();
    expect(await vault.query('SELECT 1 FROM party_key WHERE id = $1', [address.keyId])).toEqual([]);
    expect(await vault.query('SELECT state FROM data_key WHERE object_id = $1', [address.keyId])).toEqual([{ state: 'destroyed' }]);
  });
});

describe('the database', () => {
  it('cannot put another key in the place of one', async () => {
    const [user, thief] = [aUser(), aUser()];
    await calls.keys(user, true);
    await calls.keys(thief, true);
    await vault.query('UPDATE party_key a SET sealed = b.sealed, data_key_id = b.data_key_id FROM party_key b WHERE a.owner = $1 AND b.owner = $2', [user, thief]);
    await calls.forget();
    await expect(calls.keys(user)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('cannot give a key another owner', async () => {
    const [user, thief] = [aUser(), aUser()];
    await calls.keys(user, true);
    await vault.query('UPDATE party_key SET owner = $2 WHERE owner = $1', [user, thief]);
    await vault.query('UPDATE data_key SET owner_id = $2 WHERE owner_id = $1', [user, thief]);
    await calls.forget();
    await expect(calls.keys(thief)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
  });
});

describe('the caches', () => {
  it('answer from memory until an administrator empties them, and count', async () => {
    const user = aUser();
    await calls.keys(user, true);
    const { keys } = await calls.keys(user);
    await vault.query('UPDATE data_key SET wrapped = set_byte(wrapped, 60, get_byte(wrapped, 60) # 1) WHERE object_id = $1', [keys[0]!.kid]);
    await expect(calls.keys(user)).resolves.toEqual({ owner: user, keys });
    await calls.forget();
    await expect(calls.keys(user)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    const metrics = await vault.client.stream('GET', '/metrics');
    const text = Buffer.concat(await metrics.body.toArray()).toString();
    expect(text).toMatch(/vault_cache_requests_total\{cache="keys",result="hit",service="vault"\} [1-9]/);
    expect(text).toMatch(/vault_cache_requests_total\{cache="keys",result="miss",service="vault"\} [1-9]/);
  });
});
