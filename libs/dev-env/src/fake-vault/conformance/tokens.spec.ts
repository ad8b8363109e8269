import { expectEventually, useVault } from './vault-under-test.js';

const vault = useVault();

const self = (token: string) => vault.call('GET', 'auth/token/lookup-self', { token });
const create = (body: Record<string, unknown>, token?: string) => vault.call('POST', 'auth/token/create', { body, ...(token !== undefined && { token }) });

describe('a token', () => {
  it('is refused without saying more when it is unknown or missing', async () => {
    for (const token of ['s.unknownunknownunknownun', null]) {
      const { status, body } = await vault.call('GET', 'auth/token/lookup-self', { token });
      expect(status).toBe(403);
      expect(body.errors.join()).toContain('permission denied');
    }
  });

  it('may come as a bearer token too', async () => {
    const token = await vault.tokenWith(['default']);
    expect((await vault.call('GET', 'auth/token/lookup-self', { token: null, headers: { authorization: `Bearer ${token}` } })).body.data.id).toBe(token);
  });

  it('tells of itself', async () => {
    const { body: made } = await create({ policies: ['default'], ttl: '1h', meta: { of: 'test' }, display_name: 'fred', explicit_max_ttl: '3h' });
    expect(made.auth).toMatchObject({ lease_duration: 3600, renewable: true, policies: ['default'], orphan: false });
    const { data } = (await self(made.auth.client_token)).body;
    expect(data).toMatchObject({ accessor: made.auth.accessor, display_name: 'token-fred', meta: { of: 'test' }, explicit_max_ttl: 10_800, creation_ttl: 3600, num_uses: 0, orphan: false, path: 'auth/token/create', renewable: true, type: 'service' });
    expect(data.ttl).toBeLessThanOrEqual(3600);
  });

  it('that is root and ends cannot make a root that does not', async () => {
    const { status, body } = await create({ policies: ['root'] });
    expect(status).toBe(400);
    expect(body.errors.join()).toContain('expiring root tokens cannot create non-expiring root tokens');
    expect((await create({ policies: ['root'], ttl: '1h' })).status).toBe(200);
  });

  it('ends after its time', async () => {
    const token = await vault.tokenWith(['default'], { ttl: '1s' });
    await expectEventually(async () => (await self(token)).status === 403);
  });

  it('is renewed up to its explicit maximum', async () => {
    const { body } = await create({ policies: ['default'], ttl: '30m', explicit_max_ttl: '1h' });
    const longer = await vault.call('POST', 'auth/token/renew-self', { token: body.auth.client_token, body: { increment: '45m' } });
    expect(longer.body.auth.lease_duration).toBe(2700);
    const capped = await vault.call('POST', 'auth/token/renew-self', { token: body.auth.client_token, body: { increment: '10h' } });
    expect(capped.body.auth.lease_duration).toBeLessThanOrEqual(3600);
    expect(capped.body.auth.lease_duration).toBeGreaterThan(3000);
    expect(capped.body.warnings).not.toHaveLength(0);
  });

  it('is not renewed when it is not renewable', async () => {
    const token = await vault.tokenWith(['default'], { ttl: '1h', renewable: false });
    expect((await vault.call('POST', 'auth/token/renew-self', { token })).status).toBe(400);
  });

  it('takes its period at every renewal', async () => {
    const { body } = await create({ policies: ['default'], period: '10m' });
    const { body: renewed } = await vault.call('POST', 'auth/token/renew-self', { token: body.auth.client_token, body: { increment: '5h' } });
    expect(renewed.auth.lease_duration).toBe(600);
  });

  it('ends with its last use', async () => {
    const token = await vault.tokenWith(['default'], { num_uses: 2 });
    expect((await self(token)).status).toBe(200);
    expect((await self(token)).status).toBe(200);
    await expectEventually(async () => (await self(token)).status === 403);
  });

  it('revokes itself', async () => {
    const token = await vault.tokenWith(['default']);
    expect((await vault.call('POST', 'auth/token/revoke-self', { token })).status).toBe(204);
    expect((await self(token)).status).toBe(403);
  });
});

describe('a family of tokens', () => {
  async function family(): Promise<[parent: string, child: string, grandchild: string]> {
    const policy = await vault.policy('path "auth/token/create*" { capabilities = ["create", "update", "sudo"] }');
    const parent = await vault.tokenWith([policy]);
    const child = (await create({ policies: [policy], ttl: '10m' }, parent)).body.auth.client_token;
    return [parent, child, (await create({ policies: ['default'] }, child)).body.auth.client_token];
  }

  it('ends with its parent', async () => {
    const [parent, child, grandchild] = await family();
    expect((await vault.call('POST', 'auth/token/revoke', { body: { token: parent } })).status).toBe(204);
    await expectEventually(async () => (await self(child)).status === 403 && (await self(grandchild)).status === 403);
  });

  it('lives on when its parent alone is revoked', async () => {
    const [parent, child] = await family();
    expect((await vault.call('POST', 'auth/token/revoke-orphan', { body: { token: parent } })).status).toBe(204);
    expect((await self(parent)).status).toBe(403);
    expect((await self(child)).body.data.orphan).toBe(true);
  });

  it('has no say over orphans', async () => {
    const [parent] = await family();
    const { body } = await create({ policies: ['default'], no_parent: true, ttl: '10m' }, parent);
    expect(body.auth.orphan).toBe(true);
    await vault.call('POST', 'auth/token/revoke', { body: { token: parent } });
    expect((await self(body.auth.client_token)).status).toBe(200);
  });

  it('cannot grow beyond the policies of the parent', async () => {
    const policy = await vault.policy('path "auth/token/create" { capabilities = ["update"] }');
    const parent = await vault.tokenWith([policy]);
    expect((await create({ policies: ['root'] }, parent)).status).toBe(400);
    expect((await create({ policies: [await vault.policy('path "x" { capabilities = ["read"] }')] }, parent)).status).toBe(400);
  });
});

describe('an accessor', () => {
  it('looks up and revokes a token without knowing it', async () => {
    const { client_token: token, accessor } = (await create({ policies: ['default'] })).body.auth;
    const { body } = await vault.call('POST', 'auth/token/lookup-accessor', { body: { accessor } });
    expect(body.data).toMatchObject({ accessor, id: '', policies: ['default'] });
    expect((await vault.call('POST', 'auth/token/revoke-accessor', { body: { accessor } })).status).toBe(204);
    await expectEventually(async () => (await self(token)).status === 403);
    expect([400, 403, 404]).toContain((await vault.call('POST', 'auth/token/lookup-accessor', { body: { accessor } })).status);
  });

  it('is in the list of accessors', async () => {
    const { accessor } = (await create({ policies: ['default'] })).body.auth;
    expect((await vault.call('LIST', 'auth/token/accessors')).body.data.keys).toContain(accessor);
  });
});
