/** Users of the containers; the compose file names the same numbers. */
export const USERS = { root: 0, gateway: 10_001, vault: 10_002, updater: 10_003, redis: 10_004, webApp: 10_005, egressProxy: 10_006 } as const;

/** A named volume as `setup` sees it: a folder of that name below its own. */
export interface Volume {
  name: string;
  /**
   * `secrets` hold files for one consumer and are filled anew when they were lost; `data` cannot be made again; `run`
   * holds sockets, rules and logs.
   */
  kind: 'secrets' | 'data' | 'run';
  /** Null where the container itself takes care of it. */
  owner: { user: number; group: number } | null;
  mode: number;
}

/** What only `setup` mounts: the installation's id and the originals of its secrets. */
export const INSTALLATION = 'installation';

/** In each volume, so that one that was lost is noticed, and that no image lays its own folder over an empty one. */
export const MARKER = '.mateship';

const secrets = (name: string, user: number): Volume => ({ name: `secrets-${name}`, kind: 'secrets', owner: { user, group: user }, mode: 0o700 });

export const VOLUMES: readonly Volume[] = [
  secrets('setup-database', USERS.root),
  secrets('postgres', USERS.root),
  secrets('redis', USERS.redis),
  secrets('vault', USERS.vault),
  secrets('gateway', USERS.gateway),
  secrets('updater', USERS.updater),
  secrets('broker', USERS.root),
  // The number of PostgreSQL's user differs between images; its entrypoint knows it.
  { name: 'postgres-data', kind: 'data', owner: null, mode: 0o700 },
  { name: 'vault-data', kind: 'data', owner: { user: USERS.vault, group: USERS.vault }, mode: 0o700 },
  { name: 'gateway-data', kind: 'data', owner: { user: USERS.gateway, group: USERS.gateway }, mode: 0o700 },
  { name: 'edge-socket', kind: 'run', owner: { user: USERS.gateway, group: USERS.gateway }, mode: 0o755 },
  // The group is handed down to the socket, so that the updater reaches what root makes.
  { name: 'broker-socket', kind: 'run', owner: { user: USERS.root, group: USERS.updater }, mode: 0o2750 },
  { name: 'egress-rules', kind: 'run', owner: { user: USERS.updater, group: USERS.updater }, mode: 0o755 },
  { name: 'egress-log', kind: 'run', owner: { user: USERS.egressProxy, group: USERS.egressProxy }, mode: 0o755 },
  { name: 'caddy-data', kind: 'run', owner: { user: USERS.webApp, group: USERS.webApp }, mode: 0o700 },
];
