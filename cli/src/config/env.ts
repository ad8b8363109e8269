/** What the command takes from its environment; everything else is passed on to the services untouched. */
export interface CliEnvironment {
  /** Folder of the checkout or of the unpacked release. */
  root: string | undefined;
  dataDir: string | undefined;
  config: string | undefined;
  /** Address under which people reach the server, when it is not the one the launcher listens on. */
  publicUrl: string | undefined;
  /** Where the vault keeps its keys, over what the configuration says. */
  keysKind: string | undefined;
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): CliEnvironment {
  return { root: env.MATESHIP_ROOT, dataDir: env.MATESHIP_DATA_DIR, config: env.MATESHIP_CONFIG, publicUrl: env.MATESHIP_GATEWAY_PUBLIC_URL, keysKind: env.MATESHIP_VAULT_KEYS_KIND };
}

/** The environment of a service: the caller's own, and what the launcher decides on top of it. */
export function serviceEnvironment(decided: Record<string, string>, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, ...decided, MATESHIP_PARENT_PIPE: '1' };
}
