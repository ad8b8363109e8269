import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually, startTestDatabase } from '@mateship/dev-env';
import type { RunningService } from '@mateship/service-kit';
import { createApp } from '../src/app.js';
import { AdminAppsService } from '../src/apps/admin-apps.service.js';
import { AppFleet } from '../src/apps/runtime/app-fleet.js';
import { GatewayConfig } from '../src/config/config.js';
import { UpdaterDouble } from './support/updater-double.js';
import { VaultDouble } from './support/vault.js';

const MANIFEST = `
id: ai
publisher: test
version: 1.0.0
name: AI
description: Answers.
permissions: { secrets: [providers], egress: [model-providers] }
skills: [{ id: chat, title: Chat, description: Chats., input: { type: object }, output: { type: object } }]
`;

describe('a gateway whose apps are containers', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'container-gateway-'));
  const updater = new UpdaterDouble();
  let config: GatewayConfig;
  let service: RunningService;
  const opened = new AsyncDisposableStack();

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'apps', 'ai'), { recursive: true });
    writeFileSync(path.join(folder, 'apps', 'ai', 'app.yaml'), MANIFEST);
    opened.defer(() => rmSync(folder, { recursive: true, force: true }));
    const database = await startTestDatabase();
    opened.defer(() => database.close());
    const vault = await VaultDouble.start();
    opened.defer(() => vault.stop());
    await updater.start();
    opened.defer(() => updater.close());
    config = GatewayConfig.parse({
      listen: { public: '127.0.0.1:0', internal: '127.0.0.1:0', apps: '127.0.0.1:0' },
      runtime: 'containers',
      updater: { target: updater.target, secret: updater.secret },
      publicUrl: 'http://localhost:4000',
      databaseUrl: database.url,
      vault: { target: vault.target, secret: vault.secret },
      appsDir: path.join(folder, 'apps'),
      runDir: path.join(folder, 'run'),
      dataDir: path.join(folder, 'data'),
      firstInviteFile: path.join(folder, 'first-invite'),
      models: { providers: [{ id: 'test', baseUrl: 'https://models.example/v1', models: [{ id: 'one' }] }] },
    });
  });
  afterAll(() => opened.disposeAsync());
  beforeEach(async () => {
    service = await createApp(config);
    await service.start();
  });
  afterEach(() => service.stop(1000));

  const fleet = () => service.app.get(AppFleet);
  const admin = () => service.app.get(AdminAppsService);

  it('tells the updater where the configured models are, and the app how to ask them', async () => {
    await eventually(() => updater.grants.length > 0);
    expect(updater.grants).toEqual([{ app: 'ai', address: 'models.example:443' }]);
    (await fleet().acquire('ai')).release();
    expect(updater.secrets.get('ai')?.providers).toContain('https://models.example/v1');
  });

  it('listens for apps where it is told to', async () => {
    expect(service.addresses.apps).toMatch(/^127\.0\.0\.1:\d+$/);
    expect((await fetch(`http://${service.addresses.apps}/apps/v1/files/x`)).status).toBe(401);
  });

  it('measures awake apps and asks nothing about sleeping ones', async () => {
    await fleet().sleep('ai');
    const asked = updater.count('GET /v1/apps/ai/stats');
    expect(await admin().list()).toMatchObject([{ id: 'ai', state: 'sleeping', memoryBytes: 0, egress: ['models.example:443'] }]);
    expect(updater.count('GET /v1/apps/ai/stats')).toBe(asked);
    (await fleet().acquire('ai')).release();
    expect(await admin().list()).toMatchObject([{ state: 'awake', memoryBytes: 40_000_000, cpuPercent: 1.5 }]);
  });

  it('stops its apps when it ends, and wakes pinned ones when it starts again', async () => {
    await admin().update('ai', { pinned: true });
    await eventually(() => fleet().status('ai').state === 'awake');
    await service.stop(1000);
    expect(updater.isRunning('ai')).toBe(false);
    service = await createApp(config);
    await service.start();
    await eventually(() => fleet().status('ai').state === 'awake');
    expect(await admin().update('ai', { pinned: false })).toMatchObject({ pinned: false });
  });
});
