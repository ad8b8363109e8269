import type { Section } from './config-sections.js';

/** The secrets of an installation: made once, 32 random bytes each. */
export const SECRETS = ['postgres-superuser', 'database-gateway', 'database-vault', 'redis', 'gateway-vault', 'gateway-updater', 'updater-broker'] as const;
export type SecretName = (typeof SECRETS)[number];

/** Host names of the compose network. */
const DATABASE = 'postgres:5432';
const CACHE = 'redis:6379';

/** One file that one consumer reads at /run/secrets. */
export interface SecretFile {
  volume: string;
  name: string;
  content(secret: (name: SecretName) => string, config: (section: Section) => string): string;
}

const plain = (volume: string, name: string, secret: SecretName): SecretFile => ({ volume: `secrets-${volume}`, name, content: (read) => read(secret) });
const databaseUrl = (service: 'gateway' | 'vault'): SecretFile => ({
  volume: `secrets-${service}`,
  name: 'database-url',
  content: (read) => `postgres://${service}:${read(`database-${service}`)}@${DATABASE}/${service}`,
});
const configOf = (service: Section): SecretFile => ({ volume: `secrets-${service}`, name: 'mateship.yaml', content: (_read, config) => config(service) });

/** Who gets what. A secret that two share lies in both volumes; nobody sees what is not theirs. */
export const SECRET_FILES: readonly SecretFile[] = [
  plain('setup-database', 'superuser', 'postgres-superuser'),
  plain('setup-database', 'gateway', 'database-gateway'),
  plain('setup-database', 'vault', 'database-vault'),
  plain('postgres', 'superuser', 'postgres-superuser'),
  { volume: 'secrets-redis', name: 'redis.conf', content: (read) => `requirepass ${read('redis')}` },
  databaseUrl('vault'),
  plain('vault', 'gateway', 'gateway-vault'),
  configOf('vault'),
  databaseUrl('gateway'),
  plain('gateway', 'vault', 'gateway-vault'),
  plain('gateway', 'updater', 'gateway-updater'),
  { volume: 'secrets-gateway', name: 'redis-url', content: (read) => `redis://default:${read('redis')}@${CACHE}` },
  configOf('gateway'),
  plain('updater', 'gateway', 'gateway-updater'),
  plain('updater', 'broker', 'updater-broker'),
  plain('broker', 'updater', 'updater-broker'),
];
