import { ConfigError, createService, type RunningService } from '@mateship/service-kit';
import type { AppEnvironment } from '../config/app-environment.js';
import { AppModule } from './app.module.js';
import type { App } from './define-app.js';
import { loadManifest } from './manifest.js';

/** Puts an app together for an environment; `start` makes it answer. @throws ConfigError when its manifest does not fit. */
export async function createApp(app: App, environment: AppEnvironment): Promise<RunningService> {
  const manifest = loadManifest(app);
  if (manifest.id !== environment.id) throw new ConfigError([`the app is called ${manifest.id}, but it was started as ${environment.id}`]);
  return createService(AppModule.of(app, manifest, environment), {
    name: `app-${manifest.id}`,
    version: manifest.version,
    listeners: { internal: environment.listen },
  });
}
