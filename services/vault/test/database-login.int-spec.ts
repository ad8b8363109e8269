import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyBinding } from '@mateship/contracts';
import { bareRequest } from './bare-request.js';
import { type LentDatabase, lendDatabase } from './lent-database.js';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';
import { VaultProcess } from './vault-process.js';

const place = (): KeyBinding => ({ purpose: 'chat', ownerId: randomUUID(), objectId: randomUUID() });

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 1000) throw new Error('it never comes to that');
    await sleep(20);
  }
}

describe('a vault whose database login is lent', () => {
  let lent: LentDatabase;
  let vault: RunningVault | undefined;
  afterEach(async () => {
    lent.fake.unseal();
    await vault?.close();
    vault = undefined;
    await lent.close();
  });

  async function start(lease: { default_ttl: string; max_ttl: string }) {
    lent = await lendDatabase(lease);
    vault = await startVault(lent.settings);
    const { internal } = vault.config.listen;
    const get = (url: string) => bareRequest(internal.slice('unix:'.length), { path: url, headers: { host: 'vault' } });
    return { calls: await gatewayCalls(vault.client), get };
  }

  it('answers every request while its login changes', async () => {
    const { calls, get } = await start({ default_ttl: '5s', max_ttl: '5s' });
    const seen = new Set<string>();
    const known = place();
    const { keyId } = await calls.create(known);
    while (seen.size < 4) {
      await Promise.all([calls.create(place()), calls.open(known, keyId), calls.open(known, keyId)]);
      const roles = await lent.roles();
      expect(roles.length).toBeLessThanOrEqual(2);
      for (const role of roles) seen.add(role);
    }
    // A login is there before the pool has changed to it.
    await until(async () => /database_leases_total\{event="rotated",service="vault"\} [3-9]/.test((await get('/metrics')).text));
    expect((await get('/metrics')).text).not.toContain('database_lease_failures_total{');
  });

  it('says that it is not ready, and why, when its login has ended and Vault is sealed; and recovers by itself', async () => {
    const { calls, get } = await start({ default_ttl: '3s', max_ttl: '3s' });
    expect((await get('/health/ready')).status).toBe(200);
    lent.fake.seal();
    await calls.create(place());
    await until(async () => (await get('/health/ready')).status === 503);
    await until(async () => (await get('/health')).text.includes('"databaseLogin":{"status":"down","needed":true,"reason":"VAULT_SEALED"}'));
    await expect(calls.create(place())).rejects.toMatchObject({ status: 503 });
    lent.fake.unseal();
    await until(async () => (await get('/health/ready')).status === 200);
    await calls.create(place());
  });

  it('logs in to Vault once for its database and its keys', async () => {
    lent = await lendDatabase({ default_ttl: '1h', max_ttl: '1h' });
    const { databaseLogin } = lent.settings;
    if (databaseLogin.kind !== 'vault') throw new Error('it is lent');
    const { databaseRole: _role, owner: _owner, ...session } = databaseLogin;
    vault = await startVault({ ...lent.settings, keys: { ...session, kind: 'transit' } });
    await (await gatewayCalls(vault.client)).create(place());
    await vault.service.stop(0);
    const paths = lent.fake.requests().map(({ path }) => path);
    expect(paths.filter((path) => path === '/v1/auth/approle/login')).toHaveLength(1);
    expect(paths.at(-1)).toBe('/v1/auth/token/revoke-self');
    expect(await lent.roles()).toEqual([]);
  });

  it('leaves no login behind when it ends', async () => {
    await start({ default_ttl: '1h', max_ttl: '1h' });
    expect(await lent.roles()).toHaveLength(1);
    await vault!.service.stop(0);
    expect(await lent.roles()).toEqual([]);
  });

  it('leaves one that ends by itself when it is killed', async () => {
    await start({ default_ttl: '1h', max_ttl: '1h' });
    await vault!.service.stop(0);
    const killed = await VaultProcess.start(vault!.config, lent.folder);
    expect(await lent.roles()).toHaveLength(1);
    await killed.kill();
    expect(await lent.roles()).toHaveLength(1);
    await lent.fake.advance(3_600);
    await until(async () => (await lent.roles()).length === 0);
  });
});
