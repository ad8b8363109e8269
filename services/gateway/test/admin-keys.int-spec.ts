import { DomainError, KeyVersions } from '@mateship/contracts';
import { TestGateway, type Caller } from './support/gateway.js';

describe('keys for admins', () => {
  let gateway: TestGateway;
  let admin: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    admin = await gateway.caller('admin');
  });
  afterAll(() => gateway.stop());

  const ask = (method: 'GET' | 'POST', route = '', body?: unknown, caller: Caller | null = admin) => gateway.json<KeyVersions>(method, `/v1/admin/keys${route}`, caller, body);

  it('are shown, rotated in the name of the admin, and retired when nothing needs them', async () => {
    const before = await ask('GET');
    expect([before.status, before.body.current, before.body.lastRotationAt]).toEqual([200, 1, null]);
    expect(KeyVersions.parse(before.body)).toEqual(before.body);
    const rotated = await ask('POST', '/rotate');
    expect([rotated.status, rotated.body.current, rotated.body.rewrap]).toEqual([202, 2, { state: 'running', total: 3, left: 2, perSecond: 0, failures: 0 }]);
    expect((await ask('GET')).body).toEqual(rotated.body);
    const early = await Promise.all([ask('POST', '/rotate'), ask('POST', '/retire', { below: 2 })]);
    expect(early.map(({ status, code }) => [status, code])).toEqual([[409, 'KEY_ROTATION_RUNNING'], [409, 'KEY_VERSION_IN_USE']]);
    gateway.vault.keyVersions.finish();
    const retired = await ask('POST', '/retire', { below: 2 });
    expect([retired.status, retired.body.least, retired.body.versions.map(({ version }) => version)]).toEqual([200, 2, [2]]);
    expect(gateway.vault.keyVersions.actors).toEqual([admin.id, admin.id]);
  });

  it('say nothing of keys themselves', async () => {
    expect(JSON.stringify((await ask('GET')).body)).not.toMatch(/secret|wrapped|ownerId|objectId/);
  });

  it.each([
    ['GET', '', undefined],
    ['POST', '/rotate', undefined],
    ['POST', '/retire', { below: 2 }],
  ] as const)('are for admins alone: %s %s', async (method, route, body) => {
    expect((await ask(method, route, body, await gateway.caller('user'))).status).toBe(403);
    expect(await ask(method, route, body, null)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it.each([{}, { below: 0 }, { below: 1.5 }, { below: '2' }, { below: 2, actor: 'somebody else' }])('are not retired by %j', async (body) => {
    expect((await ask('POST', '/retire', body)).status).toBe(400);
  });

  it('are unavailable while the vault is', async () => {
    gateway.vault.failure = new DomainError('KMS_UNAVAILABLE');
    expect(await ask('GET')).toMatchObject({ status: 503, code: 'KMS_UNAVAILABLE' });
    expect(await ask('POST', '/rotate')).toMatchObject({ status: 503, code: 'KMS_UNAVAILABLE' });
    gateway.vault.failure = null;
    expect((await ask('GET')).status).toBe(200);
  });
});
