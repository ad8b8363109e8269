import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from './engine.js';

const run = promisify(execFile);

/** A service as `docker compose config` resolves it, as far as the tests look at it. */
export interface ComposeService {
  image?: string;
  build?: unknown;
  container_name?: string;
  user?: string;
  restart?: string;
  read_only?: boolean;
  privileged?: boolean;
  network_mode?: string;
  pid?: string;
  ipc?: string;
  cap_add?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  mem_limit?: string;
  memswap_limit?: string;
  cpus?: number;
  cpu_quota?: number | string;
  pids_limit?: number;
  logging?: { driver: string; options?: Record<string, string> };
  ports?: { host_ip?: string; published?: string; target: number }[];
  environment?: Record<string, string | null>;
  command?: string[] | null;
  entrypoint?: string[] | null;
  volumes?: { type: string; source?: string; target: string; read_only?: boolean }[];
  networks?: Record<string, unknown>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
}

export interface ComposeConfig {
  name: string;
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: boolean; ipam?: { config?: { subnet: string }[] }; driver_opts?: Record<string, string> }>;
  volumes?: Record<string, unknown>;
}

/** Resolves compose files of the checkout with nothing from this machine's environment, every profile included. */
export async function resolveCompose(files: readonly string[], env: Record<string, string> = {}): Promise<ComposeConfig> {
  const named = files.flatMap((file) => ['--file', file]);
  const { stdout } = await run('docker', ['compose', '--env-file', '/dev/null', ...named, '--profile', '*', 'config', '--format', 'json'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as ComposeConfig;
}
