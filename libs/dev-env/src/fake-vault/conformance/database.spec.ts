import { useDatabase } from './database-under-test.js';
import { expectEventually, randomName, useVault, type VaultResponse } from './vault-under-test.js';

const vault = useVault();
const postgres = useDatabase();
let mount: string;

beforeAll(async () => {
  mount = await vault.enable('mounts', 'database');
  const { status } = await vault.call('POST', `${mount}/config/pg`, { body: { ...postgres.config(), allowed_roles: ['role-*'] } });
  expect(status).toBeLessThan(300);
});

async function aRole(settings: Record<string, unknown> = {}): Promise<string> {
  const name = randomName('role');
  const body = { db_name: 'pg', creation_statements: postgres.creation(), revocation_statements: postgres.revocation(), default_ttl: '1h', max_ttl: '24h', ...settings };
  expect((await vault.call('POST', `${mount}/roles/${name}`, { body })).status).toBe(204);
  return name;
}

interface Taken {
  username: string;
  password: string;
  lease: string;
  response: VaultResponse;
}

async function take(role: string, token?: string): Promise<Taken> {
  const response = await vault.call('GET', `${mount}/creds/${role}`, { ...(token !== undefined && { token }) });
  expect(response.status).toBe(200);
  return { username: response.body.data.username as string, password: response.body.data.password as string, lease: response.body.lease_id, response };
}

const lookup = (lease: string) => vault.call('PUT', 'sys/leases/lookup', { body: { lease_id: lease } });
const revoke = (lease: string) => vault.call('PUT', 'sys/leases/revoke', { body: { lease_id: lease, sync: true } });
const isGone = async (username: string) => !(await postgres.hasRole(username));

describe('a connection', () => {
  it('is read back without its password', async () => {
    const { body } = await vault.call('GET', `${mount}/config/pg`);
    expect(body.data).toMatchObject({ plugin_name: 'postgresql-database-plugin', allowed_roles: ['role-*'], connection_details: { username: postgres.config().username } });
    expect(JSON.stringify(body)).not.toContain(postgres.config().password);
  });

  it('is refused when its login fails', async () => {
    const { status } = await vault.call('POST', `${mount}/config/bad`, { body: { ...postgres.config(), password: 'wrong' } });
    expect(status).toBe(400);
    expect((await vault.call('GET', `${mount}/config/bad`)).status).toBe(404);
  });

  it('is taken unseen without verification', async () => {
    const config = { ...postgres.config(), password: 'wrong', verify_connection: false };
    expect((await vault.call('POST', `${mount}/config/unseen`, { body: config })).status).toBeLessThan(300);
    expect((await vault.call('LIST', `${mount}/config`)).body.data.keys).toContain('unseen');
    expect((await vault.call('DELETE', `${mount}/config/unseen`)).status).toBe(204);
  });

  it('gives credentials to its allowed roles alone', async () => {
    await vault.call('POST', `${mount}/roles/other`, { body: { db_name: 'pg', creation_statements: postgres.creation() } });
    const { status, body } = await vault.call('GET', `${mount}/creds/other`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.errors.join()).toContain('is not an allowed role');
  });
});

describe('a role', () => {
  it('is read back with its statements and lives in seconds', async () => {
    const role = await aRole();
    const { body } = await vault.call('GET', `${mount}/roles/${role}`);
    expect(body.data).toMatchObject({ db_name: 'pg', creation_statements: [postgres.creation()], revocation_statements: postgres.revocation(), default_ttl: 3600, max_ttl: 86_400 });
    expect((await vault.call('LIST', `${mount}/roles`)).body.data.keys).toContain(role);
  });

  it('cannot live longer by default than at most', async () => {
    const { status } = await vault.call('POST', `${mount}/roles/${randomName('role')}`, { body: { db_name: 'pg', default_ttl: '2h', max_ttl: '1h' } });
    expect(status).toBe(400);
  });

  it('that is unknown gives nothing', async () => {
    const { status, body } = await vault.call('GET', `${mount}/creds/${randomName('role')}`);
    expect(status).toBe(400);
    expect(body.errors.join()).toContain('unknown role');
  });
});

describe('credentials', () => {
  it('are a login of their own, with a lease', async () => {
    const role = await aRole();
    const { username, password, lease, response } = await take(role);
    expect(username).toMatch(/^v-/);
    expect(username.length).toBeLessThanOrEqual(63);
    expect(response.body).toMatchObject({ lease_duration: 3600, renewable: true });
    expect(lease).toMatch(new RegExp(`^${mount}/creds/${role}/`));
    const session = await postgres.login(username, password);
    expect((await session.query('SELECT current_user AS me')).rows).toEqual([{ me: username }]);
    expect((await take(role)).username).not.toBe(username);
  });

  it('are taken by many at the same time, each with a login of its own', async () => {
    const role = await aRole();
    const taken = await Promise.all(Array.from({ length: 20 }, () => take(role)));
    expect(new Set(taken.map(({ username }) => username)).size).toBe(20);
    await Promise.all(taken.map(({ lease }) => revoke(lease)));
    expect(await Promise.all(taken.map(({ username }) => isGone(username)))).toEqual(Array(20).fill(true));
  });

  it('end in the database a little after their lease', async () => {
    const before = Date.now();
    const { username } = await take(await aRole({ default_ttl: '10m' }));
    const until = await postgres.validUntil(username);
    expect(until).toBeGreaterThan(before + 595_000);
    expect(until).toBeLessThan(Date.now() + 660_000);
  });

  it('are revoked together with their sessions', async () => {
    const { username, password, lease } = await take(await aRole());
    const session = await postgres.login(username, password);
    expect((await revoke(lease)).status).toBe(204);
    expect(await isGone(username)).toBe(true);
    await expect(session.query('SELECT 1')).rejects.toThrow();
    await expect(postgres.login(username, password)).rejects.toThrow();
    expect((await lookup(lease)).status).toBe(400);
  });

  it('are revoked by the usual statements where the role has none', async () => {
    const { username, lease } = await take(await aRole({ revocation_statements: [] }));
    expect((await revoke(lease)).status).toBe(204);
    expect(await isGone(username)).toBe(true);
  });

  it('end by themselves when their time is over', async () => {
    const { username, lease } = await take(await aRole({ default_ttl: '2s' }));
    await expectEventually(() => isGone(username));
    expect((await lookup(lease)).status).toBe(400);
  });

  it('end with the token that took them', async () => {
    const policy = await vault.policy(`path "${mount}/creds/*" { capabilities = ["read"] }`);
    const token = await vault.tokenWith([policy]);
    const { username } = await take(await aRole(), token);
    await vault.call('POST', 'auth/token/revoke', { body: { token } });
    await expectEventually(() => isGone(username));
  });

  it('end with the parent of the token that took them', async () => {
    const policy = await vault.policy(`path "${mount}/creds/*" { capabilities = ["read"] }\npath "auth/token/create" { capabilities = ["update"] }`);
    const parent = await vault.tokenWith([policy]);
    const child = (await vault.call('POST', 'auth/token/create', { token: parent, body: { policies: [policy] } })).body.auth.client_token;
    const { username } = await take(await aRole(), child);
    await vault.call('POST', 'auth/token/revoke', { body: { token: parent } });
    await expectEventually(() => isGone(username));
  });

  it('end with the token whose time is over', async () => {
    const policy = await vault.policy(`path "${mount}/creds/*" { capabilities = ["read"] }`);
    const token = await vault.tokenWith([policy, 'default']);
    const { username } = await take(await aRole(), token);
    expect((await vault.call('POST', 'auth/token/renew-self', { token, body: { increment: 1 } })).body.auth.lease_duration).toBe(1);
    await expectEventually(() => isGone(username));
  });

  it('are not given for the last use of a token', async () => {
    const policy = await vault.policy(`path "${mount}/creds/*" { capabilities = ["read"] }`);
    const { status, body } = await vault.call('GET', `${mount}/creds/${await aRole()}`, { token: await vault.tokenWith([policy], { num_uses: 1 }) });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.errors.join()).toContain('token had one use left');
  });

  it('need the policy of the caller', async () => {
    const role = await aRole();
    expect((await vault.call('GET', `${mount}/creds/${role}`, { token: await vault.tokenWith(['default']) })).status).toBe(403);
  });

  it('are not there when their statements fail', async () => {
    const { status } = await vault.call('GET', `${mount}/creds/${await aRole({ creation_statements: 'CREATE NONSENSE "{{name}}"' })}`);
    expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe('a lease', () => {
  it('tells of itself to who has its id', async () => {
    const { lease } = await take(await aRole());
    const { data } = (await lookup(lease)).body;
    expect(data).toMatchObject({ id: lease, renewable: true, last_renewal: null });
    expect(data.ttl).toBeLessThanOrEqual(3600);
    expect((await lookup('database/creds/none/none')).status).toBe(400);
  });

  it('is renewed, in the database too', async () => {
    const { username, lease } = await take(await aRole({ default_ttl: '10m' }));
    const before = await postgres.validUntil(username);
    const { status, body } = await vault.call('PUT', 'sys/leases/renew', { body: { lease_id: lease, increment: 7200 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ lease_id: lease, renewable: true, lease_duration: 7200 });
    expect(await postgres.validUntil(username)).toBeGreaterThan(before + 6_000_000);
  });

  it('is not renewed beyond the maximum of its role', async () => {
    const { lease } = await take(await aRole({ default_ttl: '10m', max_ttl: '20m' }));
    const { body } = await vault.call('PUT', 'sys/leases/renew', { body: { lease_id: lease, increment: 36_000 } });
    expect(body.lease_duration).toBeLessThanOrEqual(1200);
    expect(body.lease_duration).toBeGreaterThan(1000);
    expect(body.warnings).not.toHaveLength(0);
  });

  it('is not renewed after it was revoked', async () => {
    const { lease } = await take(await aRole());
    await revoke(lease);
    expect((await vault.call('PUT', 'sys/leases/renew', { body: { lease_id: lease } })).status).toBe(400);
  });

  it('may be revoked in the background', async () => {
    const { username, lease } = await take(await aRole());
    expect((await vault.call('PUT', 'sys/leases/revoke', { body: { lease_id: lease } })).status).toBeLessThan(300);
    await expectEventually(() => isGone(username));
  });

  it('is listed below its role and revoked with all that are', async () => {
    const role = await aRole();
    const [first, second] = [await take(role), await take(role)];
    const names = [first, second].map(({ lease }) => lease.split('/').at(-1));
    expect((await vault.call('LIST', `sys/leases/lookup/${mount}/creds/${role}`)).body.data.keys).toEqual(expect.arrayContaining(names));
    expect((await vault.call('PUT', `sys/leases/revoke-prefix/${mount}/creds/${role}`, { body: { sync: true } })).status).toBeLessThan(300);
    await expectEventually(async () => (await isGone(first.username)) && (await isGone(second.username)));
  });
});
