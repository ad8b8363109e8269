import { randomName, useVault } from './vault-under-test.js';

const vault = useVault();
let mount: string;

beforeAll(async () => {
  mount = await vault.enable('auth', 'approle');
});

async function aRole(settings: Record<string, unknown> = {}): Promise<{ name: string; path: string; roleId: string }> {
  const name = randomName('role');
  const path = `auth/${mount}/role/${name}`;
  const created = await vault.call('POST', path, { body: { token_policies: ['default'], token_ttl: '10m', token_max_ttl: '1h', ...settings } });
  expect(created.status).toBe(204);
  const { body } = await vault.call('GET', `${path}/role-id`);
  return { name, path, roleId: body.data.role_id as string };
}

async function aSecretId(path: string, settings: Record<string, unknown> = {}): Promise<{ id: string; accessor: string }> {
  const { status, body } = await vault.call('POST', `${path}/secret-id`, { body: settings });
  expect(status).toBe(200);
  return { id: body.data.secret_id as string, accessor: body.data.secret_id_accessor as string };
}

const login = (roleId: string, secretId: string, options = {}) => vault.call('POST', `auth/${mount}/login`, { token: null, body: { role_id: roleId, secret_id: secretId }, ...options });

describe('an AppRole login', () => {
  it('gives a renewable orphan token with the policies and the life of the role', async () => {
    const { name, path, roleId } = await aRole();
    const { status, body } = await login(roleId, (await aSecretId(path)).id);
    expect(status).toBe(200);
    expect(body.auth).toMatchObject({ policies: ['default'], lease_duration: 600, renewable: true, orphan: true, metadata: { role_name: name } });
    expect((await vault.call('GET', 'auth/token/lookup-self', { token: body.auth.client_token })).body.data).toMatchObject({ path: `auth/${mount}/login`, orphan: true });
  });

  it.each([
    ['an unknown role id', (roleId: string, id: string) => [`${roleId}x`, id]],
    ['an unknown secret id', (roleId: string, id: string) => [roleId, `${id}x`]],
  ])('refuses %s', async (_what, wrong) => {
    const { path, roleId } = await aRole();
    const [role = '', secret = ''] = wrong(roleId, (await aSecretId(path)).id);
    const { status, body } = await login(role, secret);
    expect(status).toBe(400);
    expect(body.errors).toEqual(['invalid role or secret ID']);
  });

  it('refuses a request without role id or secret id', async () => {
    const { roleId } = await aRole();
    expect((await login('', 'x')).status).toBe(400);
    expect((await login(roleId, '')).body.errors).toEqual(['missing secret_id']);
  });

  it('refuses the secret id of another role', async () => {
    const [mine, other] = [await aRole(), await aRole()];
    expect((await login(mine.roleId, (await aSecretId(other.path)).id)).status).toBe(400);
  });

  it('works as often as secret_id_num_uses allows', async () => {
    const { path, roleId } = await aRole({ secret_id_num_uses: 2 });
    const { id } = await aSecretId(path);
    const statuses = [await login(roleId, id), await login(roleId, id), await login(roleId, id)].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 400]);
  });

  it('refuses an address outside of the CIDR list of the secret id', async () => {
    const { path, roleId } = await aRole();
    const { id } = await aSecretId(path, { cidr_list: ['203.0.113.0/24'] });
    const { status, body } = await login(roleId, id);
    expect(status).toBe(400);
    expect(body.errors[0]).toContain('unauthorized');
  });

  it('refuses an address outside of the secret_id_bound_cidrs of the role', async () => {
    const { path, roleId } = await aRole({ secret_id_bound_cidrs: ['203.0.113.0/24'] });
    expect((await login(roleId, (await aSecretId(path)).id)).status).toBe(400);
  });

  it('is possible without a secret id where the role is bound to addresses alone', async () => {
    const { roleId } = await aRole({ bind_secret_id: false, secret_id_bound_cidrs: ['0.0.0.0/0', '::/0'] });
    expect((await login(roleId, '')).status).toBe(200);
  });
});

describe('an AppRole role', () => {
  it('tells its settings, with durations in seconds', async () => {
    const { path } = await aRole({ secret_id_ttl: '24h', secret_id_num_uses: 40, token_num_uses: 3, secret_id_bound_cidrs: ['127.0.0.0/8'] });
    const { body } = await vault.call('GET', path);
    expect(body.data).toMatchObject({ bind_secret_id: true, secret_id_ttl: 86_400, secret_id_num_uses: 40, token_num_uses: 3, token_ttl: 600, token_max_ttl: 3600, token_policies: ['default'], secret_id_bound_cidrs: ['127.0.0.0/8'] });
  });

  it('keeps what an update does not name', async () => {
    const { path, roleId } = await aRole({ secret_id_num_uses: 7 });
    expect((await vault.call('POST', path, { body: { token_ttl: '20m' } })).status).toBe(204);
    expect((await vault.call('GET', path)).body.data).toMatchObject({ token_ttl: 1200, secret_id_num_uses: 7 });
    expect((await vault.call('GET', `${path}/role-id`)).body.data.role_id).toBe(roleId);
  });

  it('is in the list until it is deleted, and its secret ids end with it', async () => {
    const { name, path, roleId } = await aRole();
    const { id } = await aSecretId(path);
    expect((await vault.call('LIST', `auth/${mount}/role`)).body.data.keys).toContain(name);
    expect((await vault.call('DELETE', path)).status).toBe(204);
    expect((await vault.call('GET', path)).status).toBe(404);
    expect((await login(roleId, id)).status).toBe(400);
  });

  it('takes a role id of choice', async () => {
    const { path } = await aRole();
    const chosen = randomName('role-id');
    expect((await vault.call('POST', `${path}/role-id`, { body: { role_id: chosen } })).status).toBe(204);
    expect((await login(chosen, (await aSecretId(path)).id)).status).toBe(200);
  });

  it('refuses a life that is longer than its maximum', async () => {
    const { status } = await vault.call('POST', `auth/${mount}/role/${randomName('role')}`, { body: { token_ttl: '2h', token_max_ttl: '1h' } });
    expect(status).toBe(400);
  });
});

describe('a secret id', () => {
  it('is described by its accessor without being told', async () => {
    const { path } = await aRole({ secret_id_ttl: '1h', secret_id_num_uses: 5 });
    const { id, accessor } = await aSecretId(path, { metadata: '{"host":"a"}', cidr_list: ['127.0.0.1/32'] });
    const { status, body } = await vault.call('POST', `${path}/secret-id-accessor/lookup`, { body: { secret_id_accessor: accessor } });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ secret_id_accessor: accessor, secret_id_num_uses: 5, secret_id_ttl: 3600, metadata: { host: 'a' }, cidr_list: ['127.0.0.1/32'] });
    expect(JSON.stringify(body)).not.toContain(id);
  });

  it('is described by itself, and 204 says that there is none', async () => {
    const { path } = await aRole();
    const { id, accessor } = await aSecretId(path);
    expect((await vault.call('POST', `${path}/secret-id/lookup`, { body: { secret_id: id } })).body.data.secret_id_accessor).toBe(accessor);
    expect((await vault.call('POST', `${path}/secret-id/lookup`, { body: { secret_id: 'none' } })).status).toBe(204);
  });

  it('is listed by accessor', async () => {
    const { path } = await aRole();
    const { accessor } = await aSecretId(path);
    expect((await vault.call('LIST', `${path}/secret-id`)).body.data.keys).toEqual([accessor]);
  });

  it.each(['secret-id', 'secret-id-accessor'])('is destroyed through %s', async (way) => {
    const { path, roleId } = await aRole();
    const { id, accessor } = await aSecretId(path);
    const body = way === 'secret-id' ? { secret_id: id } : { secret_id_accessor: accessor };
    expect((await vault.call('POST', `${path}/${way}/destroy`, { body })).status).toBe(204);
    expect((await login(roleId, id)).status).toBe(400);
    expect((await vault.call('POST', `${path}/secret-id-accessor/lookup`, { body: { secret_id_accessor: accessor } })).status).toBe(404);
  });

  it('binds the token that it gives to addresses', async () => {
    const { path, roleId } = await aRole();
    const { id } = await aSecretId(path, { token_bound_cidrs: ['203.0.113.7/32'] });
    const { body } = await login(roleId, id);
    expect((await vault.call('GET', 'auth/token/lookup-self', { token: body.auth?.client_token ?? 'none' })).status).toBe(403);
  });

  it('cannot reach further than its role does', async () => {
    const { path } = await aRole({ secret_id_bound_cidrs: ['10.0.0.0/8'], secret_id_num_uses: 2 });
    expect((await vault.call('POST', `${path}/secret-id`, { body: { cidr_list: ['192.0.2.0/24'] } })).status).toBeGreaterThanOrEqual(400);
    expect((await vault.call('POST', `${path}/secret-id`, { body: { cidr_list: ['10.1.0.0/16'] } })).status).toBe(200);
  });

  it('may be chosen', async () => {
    const { path, roleId } = await aRole();
    const chosen = randomName('secret');
    expect((await vault.call('POST', `${path}/custom-secret-id`, { body: { secret_id: chosen } })).body.data.secret_id).toBe(chosen);
    expect((await login(roleId, chosen)).status).toBe(200);
  });

  it('travels wrapped: the answer holds a token that gives it once', async () => {
    const { path, roleId } = await aRole();
    const { body } = await vault.call('POST', `${path}/secret-id`, { body: {}, wrapTtl: '120s' });
    expect(body.data).toBeNull();
    expect(body.wrap_info).toMatchObject({ ttl: 120, creation_path: `${path}/secret-id` });
    const unwrapped = await vault.call('POST', 'sys/wrapping/unwrap', { token: body.wrap_info.token });
    expect((await login(roleId, unwrapped.body.data.secret_id as string)).status).toBe(200);
  });
});
