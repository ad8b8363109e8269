import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../command.errors.js';
import { serviceEnvironment } from '../config/env.js';
import type { Layout } from '../data-folder/layout.js';
import { handOver, newSecret } from '../data-folder/secrets.js';
import type { ServiceSpec } from '../process/service.unit.js';

/** Everything that decides how the services start. */
export interface PlatformSettings {
  root: string;
  layout: Layout;
  port: number;
  /** Address that people use. */
  url: string;
  configFile: string | undefined;
}

// Together with the database this stays below the 35 seconds that an operator waits at most.
const GATEWAY_DRAIN_MS = 30_000;
const VAULT_DRAIN_MS = 1_500;

export function gatewaySocket(layout: Layout): string {
  return path.join(layout.run, 'gateway.sock');
}

export function vaultSocket(layout: Layout): string {
  return path.join(layout.run, 'vault.sock');
}

/** The services in the order in which they start. Makes the secrets that live as long as this boot. */
export function serviceSpecs(settings: PlatformSettings): ServiceSpec[] {
  const { root, layout } = settings;
  const shared = {
    MATESHIP_DATA_DIR: layout.data,
    NODE_COMPILE_CACHE: path.join(layout.cache, 'compile'),
    ...(settings.configFile === undefined ? {} : { MATESHIP_CONFIG: settings.configFile }),
  };
  const gatewayVault = handOver(layout, 'gateway-vault', newSecret());
  const vault = {
    MATESHIP_VAULT_LISTEN_INTERNAL: `unix:${vaultSocket(layout)}`,
    MATESHIP_VAULT_DATABASE_URL_FILE: path.join(layout.secrets, 'vault-database'),
    MATESHIP_VAULT_KEY_FILE: layout.vaultKey,
    MATESHIP_VAULT_GATEWAY_SECRET_FILE: gatewayVault,
  };
  const gateway = {
    MATESHIP_GATEWAY_LISTEN_PUBLIC: `127.0.0.1:${settings.port}`,
    MATESHIP_GATEWAY_LISTEN_INTERNAL: `unix:${gatewaySocket(layout)}`,
    MATESHIP_GATEWAY_DATABASE_URL_FILE: path.join(layout.secrets, 'gateway-database'),
    MATESHIP_GATEWAY_VAULT_TARGET: `unix:${vaultSocket(layout)}`,
    MATESHIP_GATEWAY_VAULT_SECRET_FILE: gatewayVault,
    MATESHIP_GATEWAY_PUBLIC_URL: settings.url,
    MATESHIP_GATEWAY_APPS_DIR: path.join(root, 'services', 'apps'),
    MATESHIP_GATEWAY_WEB_DIR: path.join(root, 'services', 'web-app', 'dist'),
    MATESHIP_GATEWAY_RUN_DIR: layout.run,
    MATESHIP_GATEWAY_FIRST_INVITE_FILE: layout.firstInvite,
  };
  const spec = (name: string, socket: string, drainMs: number, own: Record<string, string>): ServiceSpec => ({
    name,
    command: process.execPath,
    args: [bundleOf(root, name)],
    env: serviceEnvironment({ ...shared, ...own }),
    socket,
    drainMs,
  });
  return [spec('vault', vaultSocket(layout), VAULT_DRAIN_MS, vault), spec('gateway', gatewaySocket(layout), GATEWAY_DRAIN_MS, gateway)];
}

function bundleOf(root: string, name: string): string {
  const file = path.join(root, 'services', name, 'dist', 'main.mjs');
  if (!fs.existsSync(file)) throw new CommandError(`The ${name} is not built (${file} is missing). Start through ./start-server.sh, which builds it.`);
  return file;
}
