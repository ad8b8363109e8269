import type { EgressGrants } from '@mateship/contracts';
import type { GatewayConfig } from '../config/config.js';
import type { InstalledApp } from './app-catalogue.js';

type Grant = EgressGrants['grants'][number];

/** Addresses of the configured model providers, granted to each app that is handed the providers as a secret. */
export function providerGrants(models: GatewayConfig['models'], apps: Iterable<InstalledApp>): Grant[] {
  const addresses = [...new Set(models.providers.map(({ baseUrl }) => addressOf(new URL(baseUrl))))];
  const users = [...apps].filter(({ manifest }) => manifest.permissions.secrets.includes('providers'));
  return users.flatMap(({ manifest: { id } }) => addresses.map((address) => ({ app: id, address })));
}

function addressOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`;
}
