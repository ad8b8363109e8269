import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deriveMacKey, InternalClient, type RunningService } from '@mateship/service-kit';
import { createApp } from '../src/app.js';
import { UpdaterConfig } from '../src/config/config.js';
import { BrokerDouble } from './broker-double.js';

const manifest = (id: string, more = '') => `
id: ${id}
publisher: mateship
version: 1.2.3
name: ${id}
description: Does something.
skills: [{ id: run, title: Run, description: Runs., input: { type: object }, output: { type: object } }]
${more}`;
const APPS: Record<string, string> = {
  ai: manifest('ai', 'permissions: { egress: [model-providers] }'),
  pdf: manifest('pdf', 'permissions: { egress: ["files.example.org:443"] }'),
};

/** An updater with the apps `ai` (slot 1) and `pdf` (slot 2) and a broker double, and the gateway's side of it. */
export class RunningUpdater {
  private constructor(
    readonly folder: string,
    readonly config: UpdaterConfig,
    readonly broker: BrokerDouble,
    readonly client: InternalClient,
    private service: RunningService,
  ) {}

  static async start(prepare: (folder: string) => void = () => undefined): Promise<RunningUpdater> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'updater-'));
    for (const name of ['apps', 'egress', 'log']) mkdirSync(path.join(folder, name));
    for (const [id, text] of Object.entries(APPS)) {
      mkdirSync(path.join(folder, 'apps', id));
      writeFileSync(path.join(folder, 'apps', id, 'app.yaml'), text);
    }
    writeFileSync(path.join(folder, 'apps', 'first-party.yaml'), 'apps: [{ id: ai, slot: 1 }, { id: pdf, slot: 2 }]');
    prepare(folder);
    const broker = new BrokerDouble(path.join(folder, 'broker.sock'));
    await broker.start();
    const secret = randomBytes(32).toString('base64url');
    const config = UpdaterConfig.parse({
      listen: { internal: `unix:${folder}/updater.sock` },
      broker: { target: broker.target, secret: broker.secret },
      gateway: { secret },
      appsDir: path.join(folder, 'apps'),
      egressDir: path.join(folder, 'egress'),
      egressLog: path.join(folder, 'log', 'refused.log'),
    });
    const service = await createApp(config);
    await service.start();
    return new RunningUpdater(folder, config, broker, gatewayClient(config.listen.internal, secret), service);
  }

  /** A client that signs with another secret or direction. */
  clientAs(secret: string, direction?: string): InternalClient {
    return gatewayClient(this.config.listen.internal, secret, direction);
  }

  async restart(): Promise<void> {
    await this.service.stop(1000);
    this.service = await createApp(this.config);
    await this.service.start();
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.service.stop(1000);
    await this.broker.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function gatewayClient(target: string, secret: string, direction = 'gateway->updater'): InternalClient {
  return new InternalClient({ target, key: deriveMacKey(Buffer.from(secret), direction), audience: 'updater', timeoutMs: 5000, unavailable: 'ENGINE_UNAVAILABLE' });
}
