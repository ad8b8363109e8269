import { inspect } from 'node:util';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, LeasedCredentials, LeaseFault, type LeaseEvent, runMigrations, withTransaction } from '../src/index.js';
import { eventually } from './eventually.js';
import { PostgresLeases } from './postgres-leases.js';
import { asAdmin, makeFolder, newServer, removeFolder } from './throw-away-server.js';

const HOUR = 3_600_000;
const AWAY = new LeaseFault('VAULT_SEALED', 'Vault is sealed.');

describe('a data source whose login is on lease', () => {
  const folder = makeFolder();
  const server = newServer(folder);
  const cleanUp: (() => Promise<unknown>)[] = [];

  beforeAll(() => server.start());
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });
  afterAll(async () => {
    await server.stop();
    removeFolder(folder);
  });

  async function begin(terms: { ttlMs?: number; maxTtlMs?: number; graceMs?: number } = {}) {
    const { ttlMs = HOUR, maxTtlMs = ttlMs, graceMs = 20_000 } = terms;
    const leases = await PostgresLeases.start(server, { ttlMs, maxTtlMs });
    cleanUp.push(() => leases.close());
    const credentials = await LeasedCredentials.open({ leases, role: leases.owner, graceMs });
    cleanUp.push(() => credentials.close());
    const events: LeaseEvent[] = [];
    credentials.onEvent((event) => events.push(event));
    const counted = (kind: LeaseEvent['kind']) => events.filter((event) => event.kind === kind).length;
    const source = await open(leases, credentials);
    return { leases, credentials, source, events, counted };
  }

  async function open(leases: PostgresLeases, credentials: LeasedCredentials): Promise<DataSource> {
    const source = await createDataSource({ url: leases.url, credentials, poolSize: 4 }).initialize();
    cleanUp.push(() => source.destroy());
    return source;
  }

  const whoAmI = async (source: DataSource) => (await source.query<{ session: string; role: string }[]>('SELECT session_user AS session, current_user AS role'))[0]!;
  const rotate = (leases: PostgresLeases) => leases.loseToken();

  it('acts as the owner, whoever logged in', async () => {
    const { leases, source } = await begin();
    expect(await whoAmI(source)).toEqual({ session: leases.taken[0], role: leases.owner });
  });

  it('gives what it makes to the owner, so that the login can go', async () => {
    const { leases, credentials, source } = await begin();
    class CreateNotes {
      name = 'CreateNotes1760000000000';
      up = (runner: { query(sql: string): Promise<unknown> }): Promise<unknown> => runner.query('CREATE TABLE note (id serial)');
      down = (): Promise<void> => Promise.resolve();
    }
    const migrated = await createDataSource({ url: leases.url, credentials, migrations: [CreateNotes as never] }).initialize();
    await runMigrations(migrated);
    await migrated.query('CREATE TYPE mood AS ENUM (\'calm\')');
    await migrated.destroy();
    const owners = await source.query("SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname LIKE 'note%' OR relname = 'migration' UNION SELECT pg_get_userbyid(typowner) FROM pg_type WHERE typname = 'mood'");
    expect(owners).toEqual([{ owner: leases.owner }]);
    rotate(leases);
    await eventually(async () => !(await leases.roles()).includes(leases.taken[0]!));
    await source.query('INSERT INTO note DEFAULT VALUES');
  });

  it('can do nothing with a login before it is the owner', async () => {
    const { leases, credentials } = await begin();
    const bare = await createDataSource({ url: leases.url, credentials: { ...credentials, login: () => ({ ...credentials.login(), role: undefined }), onChange: () => () => undefined } as never }).initialize();
    cleanUp.push(() => bare.destroy());
    await expect(bare.query('CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
    await expect(bare.query('CREATE SCHEMA mine')).rejects.toThrow('permission denied');
    await expect(bare.query(`SET ROLE ${leases.owner}_keeper`)).rejects.toThrow('permission denied');
  });

  it('cannot enter the database of another owner', async () => {
    const { credentials } = await begin();
    const other = await PostgresLeases.start(server, { ttlMs: HOUR });
    cleanUp.push(() => other.close());
    await expect(createDataSource({ url: other.url, credentials }).initialize()).rejects.toThrow('permission denied');
  });

  it('renews its lease as long as that can be', async () => {
    const { leases, counted } = await begin({ ttlMs: 4_000, maxTtlMs: HOUR });
    await eventually(() => counted('renewed') >= 2);
    expect(leases.taken).toHaveLength(1);
    expect(counted('failed')).toBe(0);
  });

  it('takes another lease before the longest life of the old one is over', async () => {
    const { leases, source, counted } = await begin({ ttlMs: 6_000, maxTtlMs: 9_000 });
    await eventually(() => counted('rotated') >= 1);
    expect(counted('renewed')).toBeGreaterThanOrEqual(1);
    expect(counted('ended')).toBe(0);
    expect((await whoAmI(source)).session).toBe(leases.taken.at(-1));
  });

  it('moves every pool of the service, then ends the old login and its sessions', async () => {
    const { leases, credentials, source, counted } = await begin();
    const second = await open(leases, credentials);
    rotate(leases);
    await eventually(() => counted('revoked') === 1);
    expect(leases.taken).toHaveLength(2);
    for (const each of [source, second]) expect((await whoAmI(each)).session).toBe(leases.taken[1]);
    expect(await leases.roles()).toEqual([leases.taken[1]]);
    expect(await leases.sessions(leases.taken[0])).toBe(0);
  });

  it('lets a transaction end that began before', async () => {
    const { leases, source, counted } = await begin();
    await source.query('CREATE TABLE note (id int)');
    await withTransaction(source, async (manager) => {
      await manager.query('INSERT INTO note VALUES (1)');
      rotate(leases);
      await eventually(() => counted('rotated') === 1);
      expect((await whoAmI(source)).session).toBe(leases.taken[1]);
      expect(await leases.roles()).toContain(leases.taken[0]);
      await manager.query('INSERT INTO note VALUES (2)');
    });
    await eventually(() => counted('revoked') === 1);
    expect(await source.query('SELECT id FROM note')).toHaveLength(2);
    expect(await leases.roles()).toEqual([leases.taken[1]]);
  });

  it('ends a transaction that takes longer than the time of grace', async () => {
    const { leases, source, counted } = await begin({ graceMs: 100 });
    const long = withTransaction(source, async (manager) => {
      await manager.query('SELECT 1');
      rotate(leases);
      await manager.query('SELECT pg_sleep(25)');
    });
    await expect(long).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await eventually(() => counted('revoked') === 1);
    expect(await leases.sessions(leases.taken[0])).toBe(0);
    expect((await whoAmI(source)).session).toBe(leases.taken[1]);
  });

  it('goes on with the statement that finds its login revoked', async () => {
    const { leases, source } = await begin();
    await leases.revokeAll();
    await eventually(async () => (await leases.sessions()) === 0);
    const answers = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => whoAmI(source)));
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(5);
    expect((await whoAmI(source)).session).toBe(leases.taken[1]);
    expect(leases.taken).toHaveLength(2);
  });

  it('takes another lease when the keeper knows nothing of the old one', async () => {
    const { leases, source, events, counted } = await begin({ ttlMs: 5_000, maxTtlMs: HOUR });
    leases.forget();
    await eventually(() => counted('rotated') === 1);
    expect(events[0]).toMatchObject({ kind: 'failed', step: 'renew', fault: { code: 'LEASE_LOST' } });
    expect((await whoAmI(source)).session).toBe(leases.taken[1]);
    expect(counted('ended')).toBe(0);
  });

  it('serves to the end of its lease while the keeper is away, then says why not, then comes back', async () => {
    const { leases, credentials, source, counted } = await begin({ ttlMs: 3_000 });
    leases.fault = AWAY;
    await eventually(() => counted('failed') > 0);
    await credentials.check();
    await source.query('SELECT 1');
    await eventually(() => counted('ended') === 1);
    await expect(credentials.check()).rejects.toMatchObject({ code: 'VAULT_SEALED' });
    await expect(source.query('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', cause: AWAY });
    leases.fault = undefined;
    await eventually(() => counted('taken') === 1);
    await credentials.check();
    expect((await whoAmI(source)).session).toBe(leases.taken.at(-1));
  });

  it('refuses to begin while the keeper is away', async () => {
    const leases = await PostgresLeases.start(server, { ttlMs: HOUR });
    cleanUp.push(() => leases.close());
    leases.fault = AWAY;
    await expect(LeasedCredentials.open({ leases })).rejects.toBe(AWAY);
  });

  it('ends a session that outlived its login together with the next one that is revoked', async () => {
    const { leases, credentials, counted } = await begin();
    const { host, port, database } = new pg.Client({ connectionString: leases.url });
    const survivor = new pg.Client({ host, port, database, ...credentials.login() });
    const over = new Promise((resolve) => survivor.on('error', resolve));
    await survivor.connect();
    await asAdmin(server, (admin) => admin.query(`DROP ROLE "${leases.taken[0]}"`));
    await survivor.query('SELECT 1');
    rotate(leases);
    await eventually(() => counted('revoked') === 1);
    await expect(over).resolves.toMatchObject({ code: '57P01' });
    await survivor.end();
  });

  it('goes on when the old lease cannot be revoked', async () => {
    const { leases, source, events, counted } = await begin();
    const revoke = leases.revoke.bind(leases);
    leases.revoke = () => Promise.reject(AWAY);
    rotate(leases);
    await eventually(() => counted('failed') === 1);
    expect(events.at(-1)).toEqual({ kind: 'failed', step: 'revoke', fault: AWAY });
    leases.revoke = revoke;
    expect((await whoAmI(source)).session).toBe(leases.taken[1]);
  });

  it('takes one lease, not one per request, when the server refuses every login', async () => {
    const { leases, source } = await begin();
    const take = leases.take.bind(leases);
    leases.take = async () => ({ ...(await take()), password: 'wrong' });
    await leases.revokeAll();
    await eventually(async () => (await leases.sessions()) === 0);
    await Promise.allSettled(Array.from({ length: 30 }, () => source.query('SELECT 1')));
    expect(leases.taken).toHaveLength(2);
  });

  it('revokes its lease when it is closed', async () => {
    const { leases, credentials, source } = await begin();
    await source.destroy();
    await credentials.close();
    expect(await leases.roles()).toEqual([]);
    cleanUp.splice(1);
  });

  it('survives a restart of PostgreSQL in the middle of a rotation', async () => {
    const { leases, source, counted } = await begin();
    rotate(leases);
    await server.stop();
    await expect(source.query('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await server.start();
    await eventually(() => source.query('SELECT 1').then(
      () => true,
      () => false,
    ));
    rotate(leases);
    await eventually(() => counted('rotated') >= 1);
    expect((await whoAmI(source)).session).toBe(leases.taken.at(-1));
  });

  it('never shows a password', async () => {
    const { leases, credentials, source, events, counted } = await begin();
    const passwords = [credentials.login().password];
    rotate(leases);
    await eventually(() => counted('revoked') === 1);
    passwords.push(credentials.login().password);
    const shown = inspect({ credentials, source, events }, { depth: 12 });
    expect(shown).toContain('LeasedCredentials');
    for (const password of passwords) expect(shown).not.toContain(password);
  });
});
