import { parseAppEnvironment, type AppEnvironment } from './app-environment.js';

/** The environment of this process; the only place that looks at it. */
export function readAppEnvironment(env: NodeJS.ProcessEnv = process.env): AppEnvironment {
  return parseAppEnvironment(env);
}
