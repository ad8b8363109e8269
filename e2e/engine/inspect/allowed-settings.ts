import { CONTAINER_DEFAULTS } from '@mateship/fleet';
import { z } from 'zod';

/** Not set, however the Engine writes that. */
const unset = z.union([z.null(), z.undefined(), z.literal(''), z.literal(0), z.literal(false), z.array(z.never()).max(0), z.strictObject({})]);
const volume = (target: string) => z.strictObject({ Type: z.literal('volume'), Source: z.string(), Target: z.literal(target), VolumeOptions: z.strictObject({}).optional() });
const SIZE = 'rw,noexec,nosuid,nodev,size=64m,mode=1777';

/**
 * The whole HostConfig that an app's container may have. Strict: a setting that the Engine learns later, and that is
 * not looked at here, fails the suite until somebody has decided about it.
 */
export const AllowedHostConfig = z.strictObject({
  // What locks it.
  ReadonlyRootfs: z.literal(true),
  CapDrop: z.tuple([z.literal('ALL')]),
  SecurityOpt: z.tuple([z.literal('no-new-privileges:true'), z.literal(`seccomp=${JSON.stringify(CONTAINER_DEFAULTS.seccomp)}`)]),
  Init: z.literal(true),
  RestartPolicy: z.strictObject({ Name: z.literal('no'), MaximumRetryCount: z.literal(0) }),
  LogConfig: z.strictObject({ Type: z.literal('json-file'), Config: z.strictObject({ 'max-size': z.literal('5m'), 'max-file': z.literal('2') }) }),
  Dns: z.tuple([z.literal('127.0.0.1')]),
  DnsOptions: z.tuple([z.literal('timeout:1'), z.literal('attempts:1')]),
  Tmpfs: z.strictObject({ '/tmp': z.literal(SIZE) }),
  Mounts: z.array(z.union([volume('/run/mateship'), volume('/data')])).min(1).max(2),
  NetworkMode: z.string().regex(/^[a-z0-9]+_app-[a-z0-9-]+$/),
  // What its manifest decides, within the limits of manifests.
  Memory: z.int().min(64 * 2 ** 20).max(8192 * 2 ** 20),
  MemorySwap: z.int().min(64 * 2 ** 20).max(8192 * 2 ** 20),
  CpuPeriod: z.literal(1_000_000),
  CpuQuota: z.int().min(100_000).max(8_000_000),
  PidsLimit: z.int().min(8).max(1024),
  // What the Engine fills in.
  ShmSize: z.literal(64 * 2 ** 20),
  IpcMode: z.enum(['private', '']),
  CgroupnsMode: z.enum(['host', 'private', '']),
  Runtime: z.literal('runc'),
  Isolation: unset,
  MaskedPaths: z.array(z.string()).min(9).refine((paths) => ['/proc/kcore', '/proc/keys', '/sys/firmware'].every((path) => paths.includes(path))),
  ReadonlyPaths: z.array(z.string()).min(5).refine((paths) => ['/proc/bus', '/proc/fs', '/proc/sys', '/proc/sysrq-trigger'].every((path) => paths.includes(path))),
  ConsoleSize: z.tuple([z.literal(0), z.literal(0)]),
  MemorySwappiness: z.union([unset, z.literal(-1)]),
  // What nobody may set.
  ...Object.fromEntries(
    [
      'Privileged', 'PublishAllPorts', 'AutoRemove', 'CapAdd', 'Binds', 'VolumesFrom', 'VolumeDriver', 'Devices', 'DeviceCgroupRules', 'DeviceRequests',
      'PidMode', 'UTSMode', 'UsernsMode', 'Cgroup', 'CgroupParent', 'GroupAdd', 'Links', 'ExtraHosts', 'DnsSearch', 'PortBindings', 'Sysctls', 'Ulimits',
      'OomKillDisable', 'OomScoreAdj', 'StorageOpt', 'ContainerIDFile', 'CpuShares', 'NanoCpus', 'CpuRealtimePeriod', 'CpuRealtimeRuntime',
      'CpusetCpus', 'CpusetMems', 'BlkioWeight', 'BlkioWeightDevice', 'BlkioDeviceReadBps', 'BlkioDeviceWriteBps', 'BlkioDeviceReadIOps',
      'BlkioDeviceWriteIOps', 'KernelMemory', 'KernelMemoryTCP', 'MemoryReservation', 'CpuCount', 'CpuPercent', 'IOMaximumIOps', 'IOMaximumBandwidth', 'Annotations',
    ].map((name) => [name, unset.optional()]),
  ),
});

const FIXED = ['MATESHIP_APP_ID', 'MATESHIP_LISTEN', 'MATESHIP_GATEWAY', 'MATESHIP_APP_SECRET_FILE', 'MATESHIP_SECRETS_DIR', 'NODE_OPTIONS'];
const SOMETIMES = ['MATESHIP_APP_DATA_DIR', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'NODE_USE_ENV_PROXY'];

/** The part of Config that decides what runs and as whom; the rest comes from the image. */
export const AllowedConfig = z.object({
  User: z.string().regex(/^2\d{4}:2\d{4}$/),
  Tty: z.literal(false),
  OpenStdin: z.literal(false),
  AttachStdin: z.literal(false),
  StopTimeout: z.literal(10),
  StopSignal: z.undefined().optional(),
  Healthcheck: z.undefined().optional(),
  ExposedPorts: z.undefined().optional(),
  NetworkDisabled: z.undefined().optional(),
  MacAddress: z.undefined().optional(),
  Domainname: z.literal(''),
});

/** Names of the environment that are neither ours nor the image's, and those of ours that are missing. */
export function strangeEnvironment(env: readonly string[], ofImage: readonly string[]): string[] {
  const names = env.filter((entry) => !ofImage.includes(entry)).map((entry) => entry.split('=')[0]!);
  return [...names.filter((name) => ![...FIXED, ...SOMETIMES].includes(name)), ...FIXED.filter((name) => !names.includes(name)).map((name) => `${name} is missing`)];
}
