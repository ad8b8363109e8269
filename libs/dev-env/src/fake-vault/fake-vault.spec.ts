import { startCredentialDatabase, type CredentialDatabase } from '../test-database/credential-database.js';
import { startFakeVault, type FakeVault } from './fake-vault.js';

let vault: FakeVault;

beforeEach(async () => {
  vault = await startFakeVault();
});

afterEach(() => vault.close());

async function call(method: string, path: string, body?: unknown, token = vault.rootToken): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${vault.address}/v1/${path}`, { method, headers: { 'x-vault-token': token }, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> };
}

async function aToken(settings: Record<string, unknown> = {}): Promise<string> {
  const { body } = await call('POST', 'auth/token/create', { policies: ['default'], ...settings });
  return (body.auth as { client_token: string }).client_token;
}

const self = (token: string) => call('GET', 'auth/token/lookup-self', undefined, token);

describe('a sealed server', () => {
  beforeEach(() => vault.seal());

  it('answers 503 to everything, whoever asks', async () => {
    for (const path of ['auth/token/lookup-self', 'transit/keys/k', 'nowhere']) {
      expect(await call('GET', path)).toEqual({ status: 503, body: { errors: ['Vault is sealed'] } });
    }
  });

  it('says so in its health and its seal status', async () => {
    expect(await call('GET', 'sys/health')).toMatchObject({ status: 503, body: { sealed: true, initialized: true } });
    expect((await call('GET', 'sys/health?sealedcode=200')).status).toBe(200);
    expect((await call('GET', 'sys/seal-status')).body).toMatchObject({ sealed: true });
  });

  it('is unsealed with everything it knew', async () => {
    vault.unseal();
    expect((await self(vault.rootToken)).status).toBe(200);
  });

  it('is unsealed over HTTP with its key alone', async () => {
    expect((await call('PUT', 'sys/unseal', { key: 'ab' })).status).toBe(400);
    expect((await call('PUT', 'sys/unseal', {})).status).toBe(400);
    expect((await call('PUT', 'sys/unseal', { key: vault.unsealKey })).body).toMatchObject({ sealed: false });
    expect((await self(vault.rootToken)).status).toBe(200);
  });
});

describe('sealing over HTTP', () => {
  it('is for operators', async () => {
    expect((await call('PUT', 'sys/seal', undefined, await aToken())).status).toBe(403);
    expect((await call('PUT', 'sys/seal')).status).toBe(204);
    expect((await call('GET', 'sys/health')).status).toBe(503);
  });
});

describe('a new installation', () => {
  it('is initialised once, with recovery keys, and is unsealed by its static seal then', async () => {
    const fresh = await startFakeVault({ initialized: false });
    try {
      const ask = async (method: string, path: string, body?: unknown) => {
        const response = await fetch(`${fresh.address}/v1/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      };
      expect(await ask('GET', 'sys/health')).toMatchObject({ status: 501, body: { initialized: false, sealed: true } });
      expect((await ask('GET', 'sys/health?uninitcode=200')).status).toBe(200);
      const { body } = await ask('PUT', 'sys/init', { recovery_shares: 1, recovery_threshold: 1 });
      expect(body).toMatchObject({ keys: [], recovery_keys: [expect.stringMatching(/^[0-9a-f]{66}$/)], root_token: fresh.rootToken });
      expect(await ask('GET', 'sys/seal-status')).toMatchObject({ body: { type: 'static', initialized: true, sealed: false, recovery_seal: true } });
      expect((await ask('PUT', 'sys/init', { recovery_shares: 1, recovery_threshold: 1 })).status).toBe(400);
    } finally {
      await fresh.close();
    }
  });
});

describe('a slow server', () => {
  it('answers late, so that who does not wait gives up', async () => {
    vault.slow(60_000);
    await expect(fetch(`${vault.address}/v1/sys/health`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
  });

  it('is slow on the paths of choice and until told otherwise', async () => {
    vault.slow(60_000, /transit/);
    expect((await call('GET', 'sys/health')).status).toBe(200);
    vault.slow(null);
    expect((await call('GET', 'transit/keys/k')).status).toBe(404);
  });
});

describe('a broken server', () => {
  it('answers with the status of choice until told otherwise', async () => {
    vault.breakWith(500);
    expect(await call('GET', 'sys/health')).toEqual({ status: 500, body: { errors: ['internal error'] } });
    vault.breakWith(null);
    expect((await call('GET', 'sys/health')).status).toBe(200);
  });

  it('breaks on the paths of choice', async () => {
    vault.breakWith(502, /transit/);
    expect((await call('GET', 'transit/keys/k')).status).toBe(502);
    expect((await call('GET', 'sys/health')).status).toBe(200);
  });

  it('sends what is no JSON', async () => {
    vault.breakWith('garbage');
    const response = await fetch(`${vault.address}/v1/sys/health`);
    await expect(response.json()).rejects.toThrow('is not valid JSON');
  });

  it('cuts connections', async () => {
    vault.breakWith('cut');
    await expect(fetch(`${vault.address}/v1/sys/health`)).rejects.toThrow('fetch failed');
  });
});

describe('the root token', () => {
  it('lives forever', async () => {
    expect((await self(vault.rootToken)).body.data).toMatchObject({ policies: ['root'], ttl: 0, expire_time: null, path: 'auth/token/root' });
  });

  it('may be chosen', async () => {
    const chosen = await startFakeVault({ rootToken: 'root-of-choice' });
    expect(chosen.rootToken).toBe('root-of-choice');
    await chosen.close();
  });
});

describe('a forgetful server', () => {
  it('loses tokens and wrapped answers but not its root token and its keys', async () => {
    await call('POST', 'sys/mounts/transit', { type: 'transit' });
    await call('POST', 'transit/keys/k', {});
    const token = await aToken();
    vault.forget();
    expect((await self(token)).status).toBe(403);
    expect((await call('GET', 'transit/keys/k')).status).toBe(200);
  });

  it('counts what it was asked', async () => {
    await call('GET', 'sys/health?standbyok=true');
    await call('LIST', 'auth/token/accessors');
    vault.breakWith('cut');
    await fetch(`${vault.address}/v1/x`).catch(() => undefined);
    expect(vault.requests()).toEqual([
      { method: 'GET', path: '/v1/sys/health', status: 200 },
      { method: 'LIST', path: '/v1/auth/token/accessors', status: 200 },
      { method: 'GET', path: '/v1/x', status: 0 },
    ]);
  });
});

describe('a rewrap batch', () => {
  it('fails as a whole, with 500, over one item that does not open, as in OpenBao', async () => {
    await call('POST', 'sys/mounts/transit', { type: 'transit' });
    const { body: { data } } = await call('POST', 'transit/encrypt/k', { plaintext: 'eA==' });
    const { ciphertext } = data as { ciphertext: string };
    const spoilt = `vault:v1:${Buffer.alloc(40).toString('base64')}`;
    const { status, body } = await call('POST', 'transit/rewrap/k', { batch_input: [{ ciphertext }, { ciphertext: spoilt }] });
    expect(status).toBe(500);
    expect(body).toEqual({ errors: ['1 error occurred:\n\t* cipher: message authentication failed\n\n'] });
  });
});

describe('the clock of the server', () => {
  it('lets tokens expire when it is moved', async () => {
    const token = await aToken({ ttl: '1h' });
    await vault.advance(3599);
    expect((await self(token)).status).toBe(200);
    await vault.advance(2);
    expect((await self(token)).status).toBe(403);
  });

  it('lets secret ids expire and keys rotate', async () => {
    await call('POST', 'sys/auth/approle', { type: 'approle' });
    await call('POST', 'auth/approle/role/r', { secret_id_ttl: '1h' });
    const roleId = ((await call('GET', 'auth/approle/role/r/role-id')).body.data as { role_id: string }).role_id;
    const secretId = ((await call('POST', 'auth/approle/role/r/secret-id', {})).body.data as { secret_id: string }).secret_id;
    await call('POST', 'sys/mounts/transit', { type: 'transit' });
    await call('POST', 'transit/keys/k', { auto_rotate_period: '1h' });
    await vault.advance(3601);
    expect((await call('POST', 'auth/approle/login', { role_id: roleId, secret_id: secretId })).status).toBe(400);
    expect((await call('GET', 'transit/keys/k')).body.data).toMatchObject({ latest_version: 2 });
  });
});

describe('with a database', () => {
  let postgres: CredentialDatabase;

  beforeAll(async () => {
    postgres = await startCredentialDatabase();
  });
  afterAll(() => postgres.close());
  beforeEach(async () => {
    const { host, port, database, username, password } = postgres;
    await call('POST', 'sys/mounts/database', { type: 'database' });
    await call('POST', 'database/config/pg', { plugin_name: 'postgresql-database-plugin', connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/${database}`, username, password, allowed_roles: '*' });
    await call('POST', 'database/roles/app', { db_name: 'pg', creation_statements: [`CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}'`], default_ttl: '1h', max_ttl: '2h' });
  });

  const take = async (): Promise<{ username: string; lease: string }> => {
    const { body } = await call('GET', 'database/creds/app');
    return { username: (body.data as { username: string }).username, lease: body.lease_id as string };
  };
  const roles = async (name: string) => postgres.query('SELECT rolname FROM pg_roles WHERE rolname = $1', [name]);

  it('drops the logins whose lease is over when the clock is moved', async () => {
    const { username } = await take();
    expect(await roles(username)).toHaveLength(1);
    await vault.advance(3601);
    expect(await roles(username)).toHaveLength(0);
  });

  it('ends leases only after it is unsealed', async () => {
    const { username } = await take();
    vault.seal();
    await vault.advance(3601);
    expect(await roles(username)).toHaveLength(1);
    vault.unseal();
    await vault.advance(0);
    expect(await roles(username)).toHaveLength(0);
  });

  it('leaves the logins behind when it forgets their leases', async () => {
    const { username, lease } = await take();
    vault.forget();
    expect((await call('PUT', 'sys/leases/renew', { lease_id: lease })).status).toBe(400);
    expect(await roles(username)).toHaveLength(1);
  });

  it('keeps a lease whose revocation fails and tries again until it works', async () => {
    const { username, lease } = await take();
    await call('POST', 'database/roles/app', { db_name: 'pg', revocation_statements: ['SELECT 1/0'] });
    expect((await call('PUT', 'sys/leases/revoke', { lease_id: lease, sync: true })).status).toBe(500);
    expect(await roles(username)).toHaveLength(1);
    await call('POST', 'database/roles/app', { db_name: 'pg', revocation_statements: ['DROP ROLE "{{name}}"'] });
    await vault.advance(2);
    expect(await roles(username)).toHaveLength(0);
  });

  it('gives its own login a password that nobody else knows', async () => {
    const login = `rotated_${Date.now()}`;
    await postgres.query(`CREATE ROLE ${login} LOGIN CREATEROLE PASSWORD 'known'`);
    await postgres.query(`GRANT CONNECT ON DATABASE ${postgres.database} TO ${login}`);
    const url = `postgresql://{{username}}:{{password}}@${postgres.host}:${postgres.port}/${postgres.database}`;
    const config = { plugin_name: 'postgresql-database-plugin', connection_url: url, username: login, password: 'known', allowed_roles: '*' };
    await call('POST', 'database/config/rotated', config);
    expect((await call('POST', 'database/rotate-root/rotated')).status).toBe(204);
    expect((await call('POST', 'database/config/again', config)).status).toBe(400);
    await call('POST', 'database/roles/rotated', { db_name: 'rotated', creation_statements: [`CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}'`] });
    const { status, body } = await call('GET', 'database/creds/rotated');
    expect(status).toBe(200);
    await call('PUT', 'sys/leases/revoke', { lease_id: body.lease_id, sync: true });
    await postgres.query(`REVOKE ALL ON DATABASE ${postgres.database} FROM ${login}`);
    await postgres.query(`DROP ROLE ${login}`);
  });
});
