import type { GatewayConfig } from '../../config/config.js';
import type { AppCatalogue, InstalledApp } from '../app-catalogue.js';
import { providerGrants } from '../provider-grants.js';
import type { AppLauncher } from './app-launcher.js';
import { ContainerLauncher } from './container-launcher.js';
import { ProcessLauncher } from './process-launcher.js';
import { choosePlaces } from './runtime-places.js';
import { UpdaterClient } from './updater.client.js';

/** What apps run as, and where they call back. */
export function chooseRuntime(config: GatewayConfig, catalogue: AppCatalogue): { launcher: AppLauncher; listen: string } {
  const apps = catalogue.all();
  const secrets = (app: InstalledApp) => secretsOf(app, config);
  const { updater, listen } = config;
  if (config.runtime === 'containers' && updater && listen.apps) {
    const grants = { grants: providerGrants(config.models, apps) };
    return { launcher: new ContainerLauncher({ updater: new UpdaterClient(updater), secrets, grants }), listen: listen.apps };
  }
  const places = choosePlaces({ apps, runDir: config.runDir, dataDir: config.dataDir, secrets });
  return { launcher: new ProcessLauncher(places), listen: `unix:${places.gatewaySocket}?mode=${places.socketMode}` };
}

/** The secrets that an app declared, as file contents by name. Today there is one: the model providers. */
function secretsOf(app: InstalledApp, config: GatewayConfig): Record<string, string> {
  if (!app.manifest.permissions.secrets.includes('providers')) return {};
  return { providers: JSON.stringify(config.models) };
}
