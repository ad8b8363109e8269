import { createDataSource } from '@mateship/database';
import { type DatabaseLogin, openDatabaseLogin } from '../src/index.js';
import { LendingVault } from './lending-vault.js';
import { until } from './prepared-vault.js';

interface Line {
  message: string;
  context: unknown;
}

describe('a database login that Vault lends', () => {
  const cleanUp: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function lend(lease = { default_ttl: '1h', max_ttl: '24h' }) {
    const lending = await LendingVault.start(lease);
    cleanUp.push(() => lending.close());
    return lending;
  }

  async function open(lending: LendingVault) {
    const lines: Line[] = [];
    const log = (message: string, context?: unknown) => void lines.push({ message, context });
    const login = await openDatabaseLogin({ settings: lending.settings(), url: lending.database.url, log: { log, warn: log } });
    cleanUp.push(() => login.close());
    const counts: Record<string, number> = {};
    const check = watch(login, counts);
    const source = await createDataSource({ url: lending.database.url, credentials: login.credentials, poolSize: 4 }).initialize();
    cleanUp.push(() => source.destroy());
    const who = async () => (await source.query<{ session: string; role: string }[]>('SELECT session_user AS session, current_user AS role'))[0]!;
    return { login, lines, counts, check, source, who };
  }

  function watch(login: DatabaseLogin, counts: Record<string, number>) {
    let check: () => Promise<void> = () => Promise.reject(new Error('nothing was registered'));
    const inc = (labels: object) => {
      const key = Object.values(labels).join(' ');
      counts[key] = (counts[key] ?? 0) + 1;
    };
    login.report({ register: (_, { needed, check: asked }) => void (check = needed ? asked : check) }, { counter: () => ({ inc }) });
    return () => check();
  }

  it('is made for this service and acts as the owner', async () => {
    const lending = await lend();
    const { who, check } = await open(lending);
    const { session, role } = await who();
    expect(role).toBe(lending.owner);
    expect(session).toMatch(/^v-/);
    expect(await lending.roles()).toEqual([session]);
    await check();
  });

  it('is renewed, then changed, and the old one is gone', async () => {
    const lending = await lend({ default_ttl: '6s', max_ttl: '9s' });
    const { who, counts } = await open(lending);
    const { session: first } = await who();
    await until(async () => {
      await who();
      return (counts.revoked ?? 0) >= 1;
    });
    expect(counts.renewed).toBeGreaterThanOrEqual(1);
    expect(counts.ended).toBeUndefined();
    expect(await lending.roles()).not.toContain(first);
  });

  it('moves to a new lease when the server has forgotten everything', async () => {
    const lending = await lend({ default_ttl: '6s', max_ttl: '1h' });
    const { who, counts } = await open(lending);
    const { session: first } = await who();
    lending.vault.fake.forget();
    await until(() => (counts.rotated ?? 0) >= 1);
    expect((await who()).session).not.toBe(first);
  });

  it('moves to a new lease before its token ends', async () => {
    const lending = await lend();
    await lending.vault.ask('POST', 'auth/approle/role/mateship-gateway', { token_ttl: 6, token_max_ttl: 8 });
    const { who, counts, source } = await open(lending);
    await source.query('CREATE TABLE entry (id int)');
    await until(async () => {
      await source.query('INSERT INTO entry VALUES (1)');
      return (counts.revoked ?? 0) >= 2;
    });
    expect((await who()).role).toBe(lending.owner);
  });

  it('works on while Vault is sealed, says so when the lease ends, and comes back by itself', async () => {
    const lending = await lend({ default_ttl: '3s', max_ttl: '3s' });
    const { source, check, lines, counts } = await open(lending);
    lending.vault.fake.seal();
    await until(() => lines.some(({ message }) => message.includes('lends no login')));
    await source.query('SELECT 1');
    await until(() => check().then(() => false, () => true));
    await expect(check()).rejects.toMatchObject({ code: 'VAULT_SEALED', message: 'Vault is sealed or in standby. Unseal it.' });
    await expect(source.query('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    lending.vault.fake.unseal();
    await until(() => check().then(() => true, () => false));
    await source.query('SELECT 1');
    expect(counts).toMatchObject({ ended: 1, taken: 1 });
    expect(lines.map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringContaining('has ended'), expect.stringContaining('again')]));
  });

  it('waits at its start for a Vault that is sealed', async () => {
    const lending = await lend();
    lending.vault.fake.seal();
    const lines: string[] = [];
    const opening = openDatabaseLogin({ settings: lending.settings(), url: lending.database.url, log: { log: () => undefined, warn: (message) => void lines.push(message) } });
    await until(() => lines.length > 0);
    lending.vault.fake.unseal();
    await (await opening).close();
    expect(lines[0]).toBe('waiting for Vault, which gives the login to the database');
  });

  it('says what is wrong when Vault does not know the role, and when it cannot reach PostgreSQL', async () => {
    const lending = await lend();
    const start = () => openDatabaseLogin({ settings: lending.settings(), url: lending.database.url, log: { log: () => undefined, warn: () => undefined } });
    await lending.vault.ask('POST', 'database/config/mateship', { plugin_name: 'postgresql-database-plugin', connection_url: 'postgresql://a:b@localhost/a?host=/nowhere', verify_connection: false, allowed_roles: ['*'] });
    await expect(start()).rejects.toMatchObject({ code: 'VAULT_BROKEN', message: expect.stringContaining('whether it reaches PostgreSQL') as string });
    await lending.vault.ask('POST', 'database/roles/gateway-role', { db_name: 'nothing', creation_statements: [] });
    await expect(start()).rejects.toMatchObject({ name: 'LeaseFault' });
  });

  it('may take the login of its own service alone', async () => {
    const lending = await lend();
    const foreign = { ...lending.settings(), databaseRole: 'vault-role' };
    const opening = openDatabaseLogin({ settings: foreign, url: lending.database.url, log: { log: () => undefined, warn: () => undefined } });
    await expect(opening).rejects.toMatchObject({ code: 'VAULT_DENIED', message: expect.stringContaining('database/creds/vault-role') as string });
  });

  it('is gone when it is closed', async () => {
    const lending = await lend();
    const { source, login } = await open(lending);
    await source.destroy();
    await login.close();
    expect(await lending.roles()).toEqual([]);
    cleanUp.splice(1);
  });

  it('is never in a log', async () => {
    const lending = await lend({ default_ttl: '5s', max_ttl: '5s' });
    const { login, lines, counts } = await open(lending);
    const secrets = new Set<string>();
    await until(() => {
      secrets.add(login.credentials.login().password);
      return (counts.rotated ?? 0) >= 2;
    });
    const text = JSON.stringify([lines, counts]);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain('database/creds');
  });
});
