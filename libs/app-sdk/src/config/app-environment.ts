import fs from 'node:fs';
import path from 'node:path';
import { APP_ENVIRONMENT } from '@mateship/contracts';
import { ConfigError } from '@mateship/service-kit';

const SECRET_BYTES = 32;

/** What the runtime tells an app when it starts it. */
export interface AppEnvironment {
  id: string;
  /** Address of the app's own listener, `unix:/path` or `host:port`. */
  listen: string;
  /** Address of the gateway's listener for apps; null where there is none. */
  gateway: string | null;
  /** The one-time secret of this start; null for a start that the runtime did not make. */
  secret: Buffer | null;
  secretsFolder: string | null;
  dataFolder: string | null;
}

/** Reads the variables of APP_ENVIRONMENT. @throws ConfigError naming those that are missing. */
export function parseAppEnvironment(env: Record<string, string | undefined>): AppEnvironment {
  const id = env[APP_ENVIRONMENT.id];
  const listen = env[APP_ENVIRONMENT.listen];
  if (!id || !listen) {
    const missing = [APP_ENVIRONMENT.id, APP_ENVIRONMENT.listen].filter((name) => !env[name]);
    throw new ConfigError(missing.map((name) => `${name}: is not set; apps are started by the platform`));
  }
  return {
    id,
    listen,
    gateway: env[APP_ENVIRONMENT.gateway] ?? null,
    secret: readSecret(env[APP_ENVIRONMENT.secretFile]),
    secretsFolder: env[APP_ENVIRONMENT.secretsFolder] ?? null,
    dataFolder: env[APP_ENVIRONMENT.dataFolder] ?? null,
  };
}

/** The content of a secret that an admin has set; null when there is none of this name. */
export async function readNamedSecret(folder: string | null, name: string): Promise<string | null> {
  if (folder === null) return null;
  try {
    // At once: the file is small and on this machine, and four ways to the thread pool and back cost a call more.
    return fs.readFileSync(path.join(folder, name), 'utf8').trim();
  } catch {
    return null;
  }
}

/** 32 bytes as base64url. Whatever else the file holds proves nothing, so it counts as none. */
function readSecret(file: string | undefined): Buffer | null {
  if (file === undefined) return null;
  try {
    const secret = Buffer.from(fs.readFileSync(file, 'utf8').trim(), 'base64url');
    return secret.length === SECRET_BYTES ? secret : null;
  } catch {
    return null;
  }
}
