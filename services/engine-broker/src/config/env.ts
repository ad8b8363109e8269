import { loadConfig } from '@mateship/service-kit';
import { BrokerConfig } from './config.js';

/** Reads the broker's configuration; the only place that looks at the environment. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): BrokerConfig {
  return loadConfig(BrokerConfig, { section: 'broker', env, file: env.MATESHIP_CONFIG });
}
