import { randomName, useVault } from './vault-under-test.js';

const vault = useVault();

const capabilities = async (token: string, ...paths: string[]) => (await vault.call('POST', 'sys/capabilities-self', { token, body: { paths } })).body.data;
const of = async (source: string) => vault.tokenWith([await vault.policy(source)]);

describe('a policy', () => {
  it('is read back as it was written, until it is deleted', async () => {
    const source = 'path "a/*" { capabilities = ["read"] } # all of a';
    const name = await vault.policy(source);
    expect((await vault.call('GET', `sys/policies/acl/${name}`)).body.data).toMatchObject({ name, policy: source });
    expect((await vault.call('LIST', 'sys/policies/acl')).body.data.keys).toEqual(expect.arrayContaining([name, 'default', 'root']));
    expect((await vault.call('DELETE', `sys/policies/acl/${name}`)).status).toBe(204);
    expect((await vault.call('GET', `sys/policies/acl/${name}`)).status).toBe(404);
  });

  it('may be JSON', async () => {
    const token = await of(JSON.stringify({ path: { 'a/b': { capabilities: ['read', 'list'] } } }));
    expect(await capabilities(token, 'a/b')).toMatchObject({ 'a/b': ['list', 'read'] });
  });

  it.each([
    ['is no HCL', 'path "a" { capabilities = ["read"'],
    ['names an unknown capability', 'path "a" { capabilities = ["fly"] }'],
  ])('is refused when it %s', async (_what, policy) => {
    expect((await vault.call('POST', `sys/policies/acl/${randomName('policy')}`, { body: { policy } })).status).toBe(400);
  });

  it('cannot change root', async () => {
    expect((await vault.call('POST', 'sys/policies/acl/root', { body: { policy: 'path "a" { capabilities = ["read"] }' } })).status).toBe(400);
  });
});

describe('the capabilities of a token', () => {
  it('are root for the root token and deny where no rule fits', async () => {
    expect((await vault.call('POST', 'sys/capabilities-self', { body: { paths: ['x'] } })).body.data).toMatchObject({ x: ['root'] });
    expect(await capabilities(await vault.tokenWith(['default']), 'x/y')).toMatchObject({ 'x/y': ['deny'] });
  });

  it('follow a star at the end as a prefix', async () => {
    const token = await of('path "a/b*" { capabilities = ["read"] }');
    expect(await capabilities(token, 'a/b', 'a/bc/d', 'a/c')).toMatchObject({ 'a/b': ['read'], 'a/bc/d': ['read'], 'a/c': ['deny'] });
  });

  it('follow a plus as exactly one segment', async () => {
    const token = await of('path "a/+/c" { capabilities = ["read"] }');
    expect(await capabilities(token, 'a/b/c', 'a/b/b/c', 'a/c')).toMatchObject({ 'a/b/c': ['read'], 'a/b/b/c': ['deny'], 'a/c': ['deny'] });
  });

  it('come from the most exact rule alone', async () => {
    const token = await of(`
      path "a/*" { capabilities = ["read", "list"] }
      path "a/+/c" { capabilities = ["update"] }
      path "a/b/*" { capabilities = ["delete"] }
      path "a/b/exact" { capabilities = ["create"] }
    `);
    expect(await capabilities(token, 'a/x', 'a/x/c', 'a/b/c', 'a/b/exact')).toMatchObject({ 'a/x': ['list', 'read'], 'a/x/c': ['update'], 'a/b/c': ['delete'], 'a/b/exact': ['create'] });
  });

  it('add up for the same path in several policies, and deny wins', async () => {
    const [first, second] = [await vault.policy('path "a" { capabilities = ["read"] }\npath "b" { capabilities = ["read"] }'), await vault.policy('path "a" { capabilities = ["update"] }\npath "b" { capabilities = ["deny"] }')];
    const token = await vault.tokenWith([first, second]);
    expect(await capabilities(token, 'a', 'b')).toMatchObject({ a: ['read', 'update'], b: ['deny'] });
  });
});

describe('a request', () => {
  it('that no policy allows is denied, whether or not its path exists', async () => {
    const transit = await vault.enable('mounts', 'transit');
    const token = await vault.tokenWith(['default']);
    for (const path of [`${transit}/keys/absent`, 'nowhere/at/all']) {
      const { status, body } = await vault.call('GET', path, { token });
      expect(status).toBe(403);
      expect(body).toEqual({ errors: ['1 error occurred:\n\t* permission denied\n\n'] });
    }
  });

  it('to a path that exists needs the capability for what it does', async () => {
    const transit = await vault.enable('mounts', 'transit');
    const token = await of(`path "${transit}/keys/*" { capabilities = ["update"] }`);
    expect((await vault.call('POST', `${transit}/keys/k`, { token, body: {} })).status).toBe(200);
    expect((await vault.call('GET', `${transit}/keys/k`, { token })).status).toBe(403);
    expect((await vault.call('DELETE', `${transit}/keys/k`, { token })).status).toBe(403);
  });

  it('that makes something new needs create, one that changes it needs update', async () => {
    const transit = await vault.enable('mounts', 'transit');
    const token = await of(`path "${transit}/encrypt/*" { capabilities = ["update"] }`);
    const encrypt = (name: string) => vault.call('POST', `${transit}/encrypt/${name}`, { token, body: { plaintext: 'eA==' } });
    expect((await encrypt('fresh')).status).toBe(403);
    await vault.call('POST', `${transit}/keys/fresh`, { body: {} });
    expect((await encrypt('fresh')).status).toBe(200);
  });

  it('to a path of the operators needs sudo', async () => {
    const plain = await of('path "auth/token/accessors*" { capabilities = ["list"] }');
    const sudo = await of('path "auth/token/accessors*" { capabilities = ["list", "sudo"] }');
    expect((await vault.call('LIST', 'auth/token/accessors', { token: plain })).status).toBe(403);
    expect((await vault.call('LIST', 'auth/token/accessors', { token: sudo })).status).toBe(200);
  });

  it('must be wrapped where its rule asks for it', async () => {
    const approle = await vault.enable('auth', 'approle');
    await vault.call('POST', `auth/${approle}/role/r`, { body: {} });
    const path = `auth/${approle}/role/r/secret-id`;
    const token = await of(`path "${path}" {\n capabilities = ["create", "update"]\n min_wrapping_ttl = "1s"\n max_wrapping_ttl = "90s"\n}`);
    expect((await vault.call('POST', path, { token, body: {} })).status).toBe(403);
    expect((await vault.call('POST', path, { token, body: {}, wrapTtl: '2m' })).status).toBe(403);
    expect((await vault.call('POST', path, { token, body: {}, wrapTtl: '60s' })).status).toBe(200);
  });

  it('may be held to parameters', async () => {
    const transit = await vault.enable('mounts', 'transit');
    const token = await of(`path "${transit}/keys/*" {\n capabilities = ["update"]\n allowed_parameters = { "derived" = [true], "type" = [] }\n}`);
    expect((await vault.call('POST', `${transit}/keys/a`, { token, body: { derived: true, type: 'aes256-gcm96' } })).status).toBe(200);
    expect((await vault.call('POST', `${transit}/keys/b`, { token, body: { exportable: true } })).status).toBe(403);
  });
});
