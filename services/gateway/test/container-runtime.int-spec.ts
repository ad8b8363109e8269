import { eventually } from '@mateship/dev-env';
import { AppCatalogue } from '../src/apps/app-catalogue.js';
import { AppFleet } from '../src/apps/runtime/app-fleet.js';
import { ContainerLauncher } from '../src/apps/runtime/container-launcher.js';
import { UpdaterClient } from '../src/apps/runtime/updater.client.js';
import { aManifest } from './support/app-double.js';
import { UpdaterDouble } from './support/updater-double.js';

const GRANTS = [{ app: 'ai', address: 'models.example:443' }];

describe('apps as containers', () => {
  let updater: UpdaterDouble;
  let fleet: AppFleet;
  let events: string[];
  let troubles: number;

  beforeEach(async () => {
    updater = new UpdaterDouble();
    await updater.start();
    events = [];
    troubles = 0;
    fleet = aFleet();
  });
  afterEach(async () => {
    await fleet.shutdown();
    await updater.close();
  });

  const aFleet = (secret = updater.secret) => {
    const apps = ['ai', 'pdf'].map((id) => ({ manifest: aManifest(id, [{ id: 'run' }]), folder: '/' }));
    const launcher = new ContainerLauncher({
      updater: new UpdaterClient({ target: updater.target, secret }),
      secrets: ({ manifest: { id } }): Record<string, string> => (id === 'ai' ? { providers: '{}' } : {}),
      grants: { grants: GRANTS },
    });
    return new AppFleet(new AppCatalogue(apps), launcher, {
      idleMs: () => 60_000,
      onEvent: (app, event) => events.push(`${app} ${event}`),
      onTrouble: () => (troubles += 1),
    });
  };

  it('start on the first call, once for many, and answer before they are handed out', async () => {
    const leases = await Promise.all(Array.from({ length: 20 }, () => fleet.acquire('pdf')));
    expect(new Set(leases.map(({ endpoint }) => endpoint)).size).toBe(1);
    expect(updater.count('POST /v1/apps/pdf/start')).toBe(1);
    const { target, secret } = leases[0]!.endpoint;
    expect((await fetch(`http://${target}/health/live`)).status).toBe(200);
    expect([secret.length, fleet.secretOf('pdf')]).toEqual([32, secret]);
  });

  it('get the secrets they declared, and no other app’s', async () => {
    await fleet.acquire('ai');
    await fleet.acquire('pdf');
    expect(Object.fromEntries(updater.secrets)).toEqual({ ai: { providers: '{}' }, pdf: {} });
  });

  it('are stopped when they sleep and when the gateway ends', async () => {
    await fleet.acquire('ai');
    await fleet.acquire('pdf');
    await fleet.sleep('pdf');
    expect([updater.isRunning('ai'), updater.isRunning('pdf')]).toEqual([true, false]);
    await fleet.shutdown();
    expect(updater.isRunning('ai')).toBe(false);
  });

  it('that run from before are put away at the start; pinned ones are started with a secret of ours', async () => {
    await updater.run('ai');
    await updater.run('pdf');
    fleet.start(['ai', 'not-installed']);
    await eventually(() => !updater.isRunning('pdf') && fleet.status('ai').state === 'awake');
    expect([updater.count('POST /v1/apps/ai/start'), updater.count('POST /v1/apps/pdf/start')]).toEqual([1, 0]);
    expect(fleet.secretOf('ai')).toHaveLength(32);
  });

  it('that end are noticed at once and restarted after a pause', async () => {
    fleet.start([]);
    await eventually(() => updater.isFollowed);
    (await fleet.acquire('pdf')).release();
    await updater.crash('pdf');
    await eventually(() => fleet.status('pdf').state === 'crashed');
    await eventually(() => fleet.status('pdf').state === 'awake');
    expect([events, fleet.details('pdf').restarts]).toEqual([['pdf woke', 'pdf crashed', 'pdf woke'], 1]);
  });

  it('are not taken for ended by late news of the start before', async () => {
    fleet.start([]);
    await eventually(() => updater.isFollowed);
    const before = new Date();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await fleet.acquire('pdf');
    await updater.crash('ai', before);
    await updater.crash('gone', before);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([fleet.status('pdf').state, events]).toEqual(['awake', ['pdf woke']]);
  });

  it('that end while nobody tells are noticed when the stream is back, and grants are told again', async () => {
    fleet.start([]);
    await eventually(() => updater.isFollowed);
    await fleet.acquire('pdf');
    await updater.stop();
    await updater.crash('pdf');
    updater.grants = [];
    await eventually(() => troubles > 0);
    await updater.start();
    await eventually(() => events.includes('pdf crashed'));
    await eventually(() => fleet.status('pdf').state === 'awake');
    expect([updater.grants, troubles]).toEqual([GRANTS, 1]);
  });

  it('go on when the stream breaks and nothing happened', async () => {
    fleet.start([]);
    await eventually(() => updater.isFollowed);
    const { endpoint } = await fleet.acquire('pdf');
    updater.breakStream();
    await eventually(() => updater.count('GET /v1/exits') === 2);
    expect((await fleet.acquire('pdf')).endpoint).toBe(endpoint);
  });

  it('cannot be started while the updater is away, which is not held against them', async () => {
    await updater.stop();
    await expect(fleet.acquire('pdf')).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', retryAfter: 2 });
    expect(fleet.details('pdf')).toMatchObject({ state: 'sleeping', restarts: 0 });
    await updater.start();
    await fleet.acquire('pdf');
    expect(fleet.status('pdf').state).toBe('awake');
  });

  it('cannot be started by a gateway that the updater does not know', async () => {
    const stranger = aFleet('s'.repeat(43));
    await expect(stranger.acquire('pdf')).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    expect(updater.asked).toEqual([]);
    await stranger.shutdown();
  });

  it('are measured, read and told apart by the updater', async () => {
    updater.refusals = [
      { app: 'ai', address: 'a.example:443', at: '2026-01-01T00:00:00.000Z' },
      { app: 'pdf', address: 'b.example:443', at: '2026-01-01T00:00:00.000Z' },
    ];
    expect(await fleet.usage('pdf')).toBeNull();
    expect(updater.count('GET /v1/apps/pdf/stats')).toBe(0);
    await fleet.acquire('pdf');
    expect(await fleet.usage('pdf')).toEqual({ memoryBytes: 40_000_000, cpuPercent: 1.5 });
    expect(await fleet.logs('pdf')).toEqual(['pdf said something']);
    expect(await fleet.refusals('pdf')).toEqual([updater.refusals[1]]);
  });

  it('do not start anew for late news after they were put to sleep', async () => {
    fleet.start([]);
    await eventually(() => updater.isFollowed);
    await fleet.acquire('pdf');
    await fleet.sleep('pdf');
    await updater.crash('pdf');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([fleet.status('pdf').state, updater.count('POST /v1/apps/pdf/start')]).toEqual(['sleeping', 1]);
  });
});
