import fs from 'node:fs';
import path from 'node:path';
import { createApp } from '../app/create-app.js';
import type { App } from '../app/define-app.js';
import { loadManifest } from '../app/manifest.js';
import { AppClient, type ClientCall, type StreamEvent } from './app-client.js';
import { GatewayDouble, type DoubleFile, type DoubleSkills } from './gateway-double.js';
import { makeHome } from './temp-home.js';

/** What surrounds the app under test. */
export interface TestAppOptions {
  /** Files of the caller, by id. */
  files?: Record<string, DoubleFile>;
  /** Skills that the app may call back, by `app/skill`. */
  skills?: DoubleSkills;
  /** Secrets that an admin has set. */
  secrets?: Record<string, string>;
}

/** An app that runs in this process behind its real door, with a gateway double behind its back. */
export interface TestApp {
  gateway: GatewayDouble;
  client: AppClient;
  /** A folder of the app's own when its manifest asks for storage. */
  dataFolder: string | null;
  call(skill: string, input: unknown, options?: ClientCall): Promise<unknown>;
  stream(skill: string, input: unknown, options?: ClientCall): AsyncGenerator<StreamEvent>;
  stop(): Promise<void>;
}

/** Starts an app on a socket in a temp folder. Stop it when done. */
export async function createTestApp(app: App, options: TestAppOptions = {}): Promise<TestApp> {
  const { id, permissions } = loadManifest(app);
  const home = makeHome(options.secrets);
  const gateway = new GatewayDouble(id, home.secret, options.skills);
  for (const [fileId, file] of Object.entries(options.files ?? {})) gateway.files.set(fileId, file);
  await gateway.listen(home.gatewaySocket);
  const dataFolder = permissions.storage ? path.join(home.folder, 'data') : null;
  if (dataFolder) fs.mkdirSync(dataFolder);
  const listen = `unix:${home.appSocket}`;
  const { secret, secretsFolder } = home;
  const service = await createApp(app, { id, listen, gateway: `unix:${home.gatewaySocket}`, secret, secretsFolder, dataFolder });
  await service.start();
  const client = new AppClient(id, listen, secret, gateway.job);
  return {
    gateway,
    client,
    dataFolder,
    call: (skill, input, call) => client.call(skill, input, call),
    stream: (skill, input, call) => client.stream(skill, input, call),
    stop: async () => {
      await client.close();
      await service.stop(1_000);
      await gateway.close();
      home.remove();
    },
  };
}
