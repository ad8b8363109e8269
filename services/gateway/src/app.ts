import { createService, type RunningService } from '@mateship/service-kit';
import { AppModule } from './app.module.js';
import { AppCatalogue, readInstalledApps, type InstalledApp } from './apps/app-catalogue.js';
import { choosePlaces } from './apps/runtime/runtime-places.js';
import { ChatRuns } from './chat/chat-runs.js';
import type { GatewayConfig } from './config/config.js';
import { configureHttp } from './configure-http.js';
import { VERSION } from './version.js';

// The rest of the half minute that the launcher waits is for storing answers and ending apps.
const ANSWER_DRAIN_MS = 20_000;

/** Builds the gateway: apps from their manifests, modules, and three listeners (public, internal, apps). */
export async function createApp(config: GatewayConfig): Promise<RunningService> {
  const catalogue = new AppCatalogue(readInstalledApps(config.appsDir));
  const places = choosePlaces({ apps: catalogue.all(), runDir: config.runDir, dataDir: config.dataDir, secrets: (app) => secretsOf(app, config) });
  return createService(AppModule.register(config, catalogue, places), {
    name: 'gateway',
    version: VERSION,
    listeners: {
      public: config.listen.public,
      internal: config.listen.internal,
      apps: `unix:${places.gatewaySocket}?mode=${places.socketMode}`,
    },
    configure: (app) => configureHttp(app, config),
    drain: (app) => app.get(ChatRuns).drain(ANSWER_DRAIN_MS),
  });
}

/** The secrets that an app declared, as file contents by name. Today there is one: the model providers. */
function secretsOf(app: InstalledApp, config: GatewayConfig): Record<string, string> {
  if (!app.manifest.permissions.secrets.includes('providers')) return {};
  return { providers: JSON.stringify(config.models) };
}
