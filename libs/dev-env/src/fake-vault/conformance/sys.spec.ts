import { expectEventually, randomName, useVault } from './vault-under-test.js';

const vault = useVault();

describe('an unsealed server', () => {
  it('is healthy to everyone', async () => {
    const { status, body } = await vault.call('GET', 'sys/health', { token: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({ initialized: true, sealed: false, standby: false });
  });

  it('answers health with the status of choice', async () => {
    expect((await vault.call('GET', 'sys/health?activecode=204', { token: null })).status).toBe(204);
    expect((await fetch(`${vault.address()}/v1/sys/health?activecode=299`, { method: 'HEAD' })).status).toBe(299);
  });

  it('tells its seal status and that it is initialised', async () => {
    expect((await vault.call('GET', 'sys/seal-status', { token: null })).body).toMatchObject({ initialized: true, sealed: false, version: expect.any(String) });
    expect((await vault.call('GET', 'sys/init', { token: null })).body).toEqual({ initialized: true });
    expect((await vault.call('PUT', 'sys/init', { token: null, body: { secret_shares: 1, secret_threshold: 1 } })).status).toBe(400);
  });
});

describe('a mount', () => {
  it('is in the table from being enabled until it is disabled', async () => {
    const path = randomName('transit');
    expect((await vault.call('POST', `sys/mounts/${path}`, { body: { type: 'transit', description: 'for a test' } })).status).toBe(204);
    expect((await vault.call('GET', 'sys/mounts')).body.data[`${path}/`]).toMatchObject({ type: 'transit', description: 'for a test' });
    expect((await vault.call('POST', `sys/mounts/${path}`, { body: { type: 'transit' } })).status).toBe(400);
    expect((await vault.call('DELETE', `sys/mounts/${path}`)).status).toBe(204);
    expect((await vault.call('GET', 'sys/mounts')).body.data).not.toHaveProperty(`${path}/`);
  });

  it('takes what it holds along', async () => {
    const path = randomName('transit');
    await vault.call('POST', `sys/mounts/${path}`, { body: { type: 'transit' } });
    await vault.call('POST', `${path}/keys/k`, { body: {} });
    await vault.call('DELETE', `sys/mounts/${path}`);
    await vault.call('POST', `sys/mounts/${path}`, { body: { type: 'transit' } });
    expect((await vault.call('GET', `${path}/keys/k`)).status).toBe(404);
    await vault.call('DELETE', `sys/mounts/${path}`);
  });

  it('of an auth method is in the table of those', async () => {
    const path = await vault.enable('auth', 'approle');
    const { body } = await vault.call('GET', 'sys/auth');
    expect(body.data[`${path}/`]).toMatchObject({ type: 'approle' });
    expect(body.data['token/']).toMatchObject({ type: 'token' });
  });

  it('of an auth method takes the tokens along that it has given', async () => {
    const path = randomName('approle');
    await vault.call('POST', `sys/auth/${path}`, { body: { type: 'approle' } });
    await vault.call('POST', `auth/${path}/role/r`, { body: {} });
    const { body: role } = await vault.call('GET', `auth/${path}/role/r/role-id`);
    const { body: secret } = await vault.call('POST', `auth/${path}/role/r/secret-id`, { body: {} });
    const { body } = await vault.call('POST', `auth/${path}/login`, { body: { role_id: role.data.role_id, secret_id: secret.data.secret_id } });
    expect((await vault.call('DELETE', `sys/auth/${path}`)).status).toBe(204);
    await expectEventually(async () => (await vault.call('GET', 'auth/token/lookup-self', { token: body.auth.client_token })).status === 403);
  });

  it('of an unknown type is refused', async () => {
    expect((await vault.call('POST', `sys/mounts/${randomName('x')}`, { body: { type: 'no-such-engine' } })).status).toBe(400);
  });
});

describe('every answer', () => {
  it('has the same envelope', async () => {
    const { body } = await vault.call('GET', 'auth/token/lookup-self');
    expect(body).toMatchObject({ request_id: expect.stringMatching(/^[0-9a-f-]{36}$/), lease_id: '', renewable: false, lease_duration: 0, wrap_info: null, warnings: null, auth: null });
  });

  it('is 404 where there is no mount', async () => {
    const { status, body } = await vault.call('GET', `${randomName('nowhere')}/x`);
    expect(status).toBe(404);
    expect(body.errors[0]).toContain('no handler for route');
  });

  it('is 404 where the mount has no such path, and 405 where the path cannot do that', async () => {
    const transit = await vault.enable('mounts', 'transit');
    expect((await vault.call('GET', `${transit}/nothing/like/that`)).status).toBe(404);
    expect((await vault.call('DELETE', `${transit}/encrypt/k`)).status).toBe(405);
  });

  it('is 400 to a body that is no JSON', async () => {
    const response = await fetch(`${vault.address()}/v1/auth/approle/login`, { method: 'POST', body: '{"role_id":' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [expect.stringContaining('failed to parse JSON input')] });
  });
});
