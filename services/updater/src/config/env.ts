import { loadConfig } from '@mateship/service-kit';
import { UpdaterConfig } from './config.js';

/** Reads the updater's configuration; the only place that looks at the environment. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): UpdaterConfig {
  return loadConfig(UpdaterConfig, { section: 'updater', env, file: env.MATESHIP_CONFIG });
}
