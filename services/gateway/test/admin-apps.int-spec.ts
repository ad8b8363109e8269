import type { AdminApp, AppLogs, EgressRefusal } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import { AdminAppsRepository } from '../src/apps/admin-apps.repository.js';
import { AppFleet } from '../src/apps/runtime/app-fleet.js';
import { TestGateway, type Caller } from './support/gateway.js';

describe('apps for admins', () => {
  let gateway: TestGateway;
  let admin: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    admin = await gateway.caller('admin');
  });
  afterAll(() => gateway.stop());

  const list = async () => (await gateway.json<{ items: AdminApp[] }>('GET', '/v1/admin/apps', admin)).body.items;
  const ai = async () => (await list()).find(({ id }) => id === 'ai')!;
  const pin = (pinned: boolean) => gateway.json<AdminApp>('PATCH', '/v1/admin/apps/ai', admin, { pinned });

  it('are listed asleep with everything at zero, and listing wakes none', async () => {
    await gateway.service.app.get(AppFleet).sleep('ai');
    for (let tries = 0; tries < 3; tries += 1) {
      expect({ ...(await ai()), lastWakeMs: null }).toEqual({
        id: 'ai',
        name: 'ai',
        version: '1.0.0',
        publisher: 'test',
        description: 'ai',
        skills: ['chat', 'models', 'preprocess', 'hang'],
        state: 'sleeping',
        pinned: false,
        idleSeconds: 300,
        memoryBytes: 0,
        cpuPercent: 0,
        lastUsedAt: null,
        lastWakeMs: null,
        restarts: 0,
        attention: null,
        egress: [],
      });
    }
  });

  it('are awake once they are pinned, which is kept, and show what they use', async () => {
    expect((await pin(true)).body).toMatchObject({ id: 'ai', pinned: true });
    await eventually(async () => (await ai()).state === 'awake');
    const app = await ai();
    expect(app.memoryBytes).toBeGreaterThan(process.platform === 'linux' ? 5_000_000 : -1);
    expect(app).toMatchObject({ pinned: true, lastUsedAt: null, lastWakeMs: expect.any(Number) as number });
    expect(await gateway.service.app.get(AdminAppsRepository).pinned()).toEqual(['ai']);
    expect((await pin(false)).body).toMatchObject({ pinned: false });
    expect(await gateway.service.app.get(AdminAppsRepository).pinned()).toEqual([]);
  });

  it('can be restarted, and are awake with another process afterwards', async () => {
    const restarted = await gateway.json<AdminApp>('POST', '/v1/admin/apps/ai/restart', admin);
    expect([restarted.status, restarted.body.state, restarted.body.attention]).toEqual([200, 'awake', null]);
  });

  it('show their last lines and what they were refused', async () => {
    expect((await gateway.json<AppLogs>('GET', '/v1/admin/apps/ai/logs', admin)).body).toEqual({ lines: [] });
    expect((await gateway.json<{ items: EgressRefusal[] }>('GET', '/v1/admin/apps/ai/egress_refusals', admin)).body).toEqual({ items: [] });
  });

  it('that are not installed do not exist, whatever is asked', async () => {
    const answers = await Promise.all([
      gateway.json('PATCH', '/v1/admin/apps/gone', admin, { pinned: true }),
      gateway.json('POST', '/v1/admin/apps/gone/restart', admin),
      gateway.json('GET', '/v1/admin/apps/gone/logs', admin),
      gateway.json('GET', '/v1/admin/apps/__proto__/egress_refusals', admin),
    ]);
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(4).fill([404, 'NOT_FOUND']));
  });

  it.each([{}, { pinned: 'yes' }, { pinned: true, state: 'awake' }])('are not changed by %j', async (body) => {
    expect((await gateway.json('PATCH', '/v1/admin/apps/ai', admin, body)).status).toBe(400);
  });

  it('are none of a user’s business', async () => {
    const user = await gateway.caller();
    const answers = await Promise.all([
      gateway.json('GET', '/v1/admin/apps', user),
      gateway.json('PATCH', '/v1/admin/apps/ai', user, { pinned: true }),
      gateway.json('POST', '/v1/admin/apps/ai/restart', user),
      gateway.json('GET', '/v1/admin/apps/ai/logs', user),
      gateway.json('GET', '/v1/admin/apps/ai/egress_refusals', user),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(403));
  });
});
