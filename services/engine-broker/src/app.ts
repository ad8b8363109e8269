import { readReleases } from '@mateship/fleet';
import { createService, type RunningService } from '@mateship/service-kit';
import manifest from '../package.json' with { type: 'json' };
import { AppModule } from './app.module.js';
import type { BrokerConfig } from './config/config.js';
import { Exits } from './exits/exits.js';

/** The secret files of an app, and nothing else, come in a body. */
const MAX_BODY_BYTES = 256 * 1024;

/** Reads the manifests and puts the service together; it does not listen yet. */
export async function createApp(config: BrokerConfig): Promise<RunningService> {
  const releases = readReleases(config.appsDir);
  return createService(AppModule.with(config, releases), {
    name: 'engine-broker',
    version: manifest.version,
    listeners: { internal: config.listen },
    bodyLimit: MAX_BODY_BYTES,
    drain: (app) => app.get(Exits).end(),
  });
}
