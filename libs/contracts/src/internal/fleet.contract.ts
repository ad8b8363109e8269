import { z } from 'zod';

const appId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const release = z.string().regex(/^\d+\.\d+\.\d+$/);

/** Which app in which release; the only thing that a caller of the engine broker names. */
export const AppRef = z.strictObject({ app: appId, release });
export type AppRef = z.infer<typeof AppRef>;

/** What the Engine says about an app's container. */
export const ContainerState = z.enum(['absent', 'created', 'running', 'stopped']);
export type ContainerState = z.infer<typeof ContainerState>;

/** One app's container. Memory is in bytes and null when it does not run. */
export const ContainerStatus = z.object({
  app: appId,
  release,
  state: ContainerState,
  startedAt: z.iso.datetime().nullable(),
  exitCode: z.int().nullable(),
  oomKilled: z.boolean(),
});
export type ContainerStatus = z.infer<typeof ContainerStatus>;
/** Answer of the list of app containers. */
export const ContainerList = z.object({ items: z.array(ContainerStatus) });

/** What a running container uses: bytes, and percent of one core. */
export const ContainerStats = z.object({ memoryBytes: z.int(), cpuPercent: z.number() });
export type ContainerStats = z.infer<typeof ContainerStats>;

/** Starts an app: contents of the secret files that its manifest declares, by name. */
export const StartAppRequest = z.strictObject({ secrets: z.record(z.string(), z.string().max(65_536)).default({}) });
export type StartAppRequest = z.infer<typeof StartAppRequest>;

/** A started app: `ip:port` of its listener and the one-time secret of this start (32 bytes, base64url). */
export const StartedApp = z.object({ target: z.string().regex(/^[0-9.]+:\d+$/), secret: z.base64url().length(43) });
export type StartedApp = z.infer<typeof StartedApp>;

/** One line of the event stream (JSON lines): a container of an app ended. */
export const AppExited = z.object({ app: appId, release, exitCode: z.int(), oomKilled: z.boolean(), at: z.iso.datetime() });
export type AppExited = z.infer<typeof AppExited>;

/** The last lines of an app's output, oldest first. */
export const AppLogs = z.object({ lines: z.array(z.string()) });
export type AppLogs = z.infer<typeof AppLogs>;

/** Outside addresses (`host:port`) that an app may reach beyond its manifest: configured model providers, an administrator's grants. */
export const EgressGrants = z.strictObject({ grants: z.array(z.strictObject({ app: appId, address: z.string().max(300) })).max(1000) });
export type EgressGrants = z.infer<typeof EgressGrants>;

/** An attempt of an app to reach an address that it may not reach. */
export const EgressRefusal = z.object({ app: appId, address: z.string(), at: z.iso.datetime() });
export type EgressRefusal = z.infer<typeof EgressRefusal>;
/** The latest refusals, newest first. */
export const EgressRefusals = z.object({ items: z.array(EgressRefusal) });

/** Routes of the engine broker: `/v1/apps/<app>/<release>/<verb>`; everything else is refused. */
export const BROKER_VERBS = ['pull', 'create', 'start', 'stop', 'rename', 'remove', 'inspect', 'logs', 'stats'] as const;
/** One of {@link BROKER_VERBS}. */
export type BrokerVerb = (typeof BROKER_VERBS)[number];
/** Paths of the engine broker that name no app. */
export const BROKER_PATHS = { list: '/v1/apps', events: '/v1/events' } as const;

/** Paths of the updater's internal listener; `:app` is an app id. */
export const UPDATER_PATHS = {
  apps: '/v1/apps',
  start: '/v1/apps/:app/start',
  stop: '/v1/apps/:app/stop',
  logs: '/v1/apps/:app/logs',
  stats: '/v1/apps/:app/stats',
  exits: '/v1/exits',
  grants: '/v1/egress/grants',
  refusals: '/v1/egress/refusals',
} as const;
