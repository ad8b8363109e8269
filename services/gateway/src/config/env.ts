import { loadConfig } from '@mateship/service-kit';
import { GatewayConfig } from './config.js';

/** Reads the gateway's configuration; the only place that looks at the environment. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): GatewayConfig {
  const dataDir = env.MATESHIP_GATEWAY_DATA_DIR ?? env.MATESHIP_DATA_DIR;
  return loadConfig(GatewayConfig, {
    section: 'gateway',
    env: { ...env, ...(dataDir ? { MATESHIP_GATEWAY_DATA_DIR: dataDir } : {}) },
    file: env.MATESHIP_CONFIG,
  });
}

/** What an app process needs of our environment to start at all: nothing but a path and a locale. */
export function inheritedEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR']) {
    const value = env[name];
    if (value !== undefined) inherited[name] = value;
  }
  return inherited;
}
