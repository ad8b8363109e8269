import { createService, type RunningService } from '@mateship/service-kit';
import { AppModule } from './app.module.js';
import { AppCatalogue, readInstalledApps } from './apps/app-catalogue.js';
import { chooseRuntime } from './apps/runtime/choose-runtime.js';
import { ChatRuns } from './chat/chat-runs.js';
import type { GatewayConfig } from './config/config.js';
import { configureHttp } from './configure-http.js';
import { VERSION } from './version.js';

// The rest of the half minute that the launcher waits is for storing answers and ending apps.
const ANSWER_DRAIN_MS = 20_000;

/** Builds the gateway: apps from their manifests, modules, and three listeners (public, internal, apps). */
export async function createApp(config: GatewayConfig): Promise<RunningService> {
  const catalogue = new AppCatalogue(readInstalledApps(config.appsDir, config.runtime === 'containers' ? 'app.yaml' : 'main.mjs'));
  const runtime = chooseRuntime(config, catalogue);
  return createService(AppModule.register(config, catalogue, runtime.launcher), {
    name: 'gateway',
    version: VERSION,
    listeners: { public: config.listen.public, internal: config.listen.internal, apps: runtime.listen },
    configure: (app) => configureHttp(app, config),
    drain: (app) => app.get(ChatRuns).drain(ANSWER_DRAIN_MS),
  });
}
