import { readReleases } from '@mateship/fleet';
import { createService, type RunningService } from '@mateship/service-kit';
import manifest from '../package.json' with { type: 'json' };
import { AppModule } from './app.module.js';
import { InstalledApps } from './apps/installed-apps.js';
import type { UpdaterConfig } from './config/config.js';
import { ExitsService } from './exits/exits.service.js';

/** Reads the installed apps and puts the service together; it does not listen yet. */
export async function createApp(config: UpdaterConfig): Promise<RunningService> {
  const apps = new InstalledApps(readReleases(config.appsDir));
  return createService(AppModule.with(config, apps), {
    name: 'updater',
    version: manifest.version,
    listeners: { internal: config.listen.internal },
    // Streams of exits never end by themselves.
    drain: (app) => app.get(ExitsService).end(),
  });
}
