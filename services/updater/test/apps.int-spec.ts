import { ContainerList, StartedApp } from '@mateship/contracts';
import { RunningUpdater } from './running-updater.js';

const STARTED = { target: '10.213.0.19:8080', secret: 'x'.repeat(43) };
const aStatus = (app: string) => ({ app, release: '1.2.3', state: 'running', startedAt: '2026-01-01T00:00:00.000Z', exitCode: null, oomKilled: false });
const anError = (code: string) => ({ error: { code, message: 'A sentence.', details: {}, timestamp: '2026-01-01T00:00:00.000Z', requestId: 'r' } });

describe('the updater', () => {
  let updater: RunningUpdater;
  beforeAll(async () => {
    updater = await RunningUpdater.start();
  });
  afterAll(() => updater.close());
  beforeEach(() => {
    updater.broker.asked.length = 0;
    updater.broker.answers.clear();
  });

  it('starts an app in its installed release and hands its secrets on', async () => {
    updater.broker.answers.set('POST /v1/apps/pdf/1.2.3/start', { status: 200, body: STARTED });
    expect(await updater.client.json('POST', '/v1/apps/pdf/start', { secrets: { token: 's' } }, StartedApp)).toEqual(STARTED);
    expect(updater.broker.asked).toEqual([{ method: 'POST', path: '/v1/apps/pdf/1.2.3/start', body: '{"secrets":{"token":"s"}}' }]);
  });

  it('stops an app, reads its output and measures it', async () => {
    updater.broker.answers.set('POST /v1/apps/pdf/1.2.3/stop', { status: 204, body: undefined });
    updater.broker.answers.set('GET /v1/apps/pdf/1.2.3/logs', { status: 200, body: { lines: ['one', 'two'] } });
    updater.broker.answers.set('GET /v1/apps/pdf/1.2.3/stats', { status: 200, body: { memoryBytes: 1024, cpuPercent: 2.5 } });
    expect(await updater.client.json('POST', '/v1/apps/pdf/stop')).toBeUndefined();
    expect(await updater.client.json('GET', '/v1/apps/pdf/logs')).toEqual({ lines: ['one', 'two'] });
    expect(await updater.client.json('GET', '/v1/apps/pdf/stats')).toEqual({ memoryBytes: 1024, cpuPercent: 2.5 });
  });

  it('lists the containers of installed apps alone', async () => {
    updater.broker.answers.set('GET /v1/apps', { status: 200, body: { items: [aStatus('pdf'), aStatus('gone')] } });
    const { items } = await updater.client.json('GET', '/v1/apps', undefined, ContainerList);
    expect(items).toEqual([aStatus('pdf')]);
  });

  it.each(['gone', 'PDF', '..%2Fpdf', 'pdf%2F9.9.9', '%00'])('knows no app %s and asks the broker for nothing', async (id) => {
    for (const [method, verb] of [['POST', 'start'], ['POST', 'stop'], ['GET', 'logs'], ['GET', 'stats']] as const) {
      const body = verb === 'start' ? { secrets: {} } : undefined;
      await expect(updater.client.json(method, `/v1/apps/${id}/${verb}`, body)).rejects.toMatchObject({ code: expect.stringMatching(/^(NOT_FOUND|MALFORMED)/) as string });
    }
    expect(updater.broker.asked).toEqual([]);
  });

  it.each([{ secrets: { token: 7 } }, { secrets: {}, image: 'evil' }, { secrets: { token: 'x'.repeat(65_537) } }])('refuses a start with %j and asks the broker for nothing', async (body) => {
    await expect(updater.client.json('POST', '/v1/apps/pdf/start', body)).rejects.toMatchObject({ code: expect.stringMatching(/^(VALIDATION_FAILED|UNKNOWN_PROPERTY)$/) as string });
    expect(updater.broker.asked).toEqual([]);
  });

  it('passes the error of the broker on', async () => {
    updater.broker.answers.set('POST /v1/apps/ai/1.2.3/start', { status: 422, body: anError('MANIFEST_FORBIDDEN') });
    await expect(updater.client.json('POST', '/v1/apps/ai/start', { secrets: {} })).rejects.toMatchObject({ code: 'MANIFEST_FORBIDDEN' });
  });

  it('says that the engine is away when the broker answers nonsense', async () => {
    updater.broker.answers.set('POST /v1/apps/ai/1.2.3/start', { status: 200, body: { target: 'evil.example:80', secret: '' } });
    await expect(updater.client.json('POST', '/v1/apps/ai/start', { secrets: {} })).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });

  it('believes nobody but the gateway', async () => {
    const strangers = [updater.clientAs('s'.repeat(43)), updater.clientAs(updater.config.gateway.secret, 'gateway->vault'), updater.clientAs(updater.broker.secret)];
    for (const stranger of strangers) {
      await expect(stranger.json('GET', '/v1/apps')).rejects.toMatchObject({ code: 'CALLER_UNTRUSTED' });
      await expect(stranger.json('POST', '/v1/apps/pdf/start', { secrets: {} })).rejects.toMatchObject({ code: 'CALLER_UNTRUSTED' });
      await expect(stranger.json('GET', '/v1/exits')).rejects.toMatchObject({ code: 'CALLER_UNTRUSTED' });
      await stranger.close();
    }
    expect(updater.broker.asked).toEqual([]);
  });
});
