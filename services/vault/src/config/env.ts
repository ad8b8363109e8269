import { loadConfig } from '@mateship/service-kit';
import { VaultConfig } from './config.js';

/** Reads the vault's configuration; the only place that looks at the environment. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): VaultConfig {
  return loadConfig(VaultConfig, { section: 'vault', env, file: env.MATESHIP_CONFIG });
}
