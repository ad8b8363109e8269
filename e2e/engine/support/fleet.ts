import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually, freePort } from '@mateship/dev-env';
import type { Installation } from '../../support/installation.js';
import { docker, ROOT } from './engine.js';
import { BASE, buildImages } from './images.js';

const run = promisify(execFile);
const FILES = ['docker-compose.core.yml', 'docker-compose.apps.yml'];

export interface FleetOptions {
  /** What the suite is about: part of every name. */
  purpose: string;
  /** First two octets of its networks, which no other suite has at the same time. */
  prefix: string;
  /** Content of mateship.yaml. */
  config?: string;
  /** A compose file on top, as JSON. */
  override?: (name: string) => Record<string, unknown>;
}

/** The platform as self-hosting admins run it: the images of this checkout in a compose project of its own. */
export class Fleet implements Installation {
  invite: string | null = null;

  private constructor(
    readonly name: string,
    readonly url: string,
    private readonly folder: string,
    private readonly files: readonly string[],
  ) {}

  /** Builds what changed and starts everything; `before` runs when there is a name and nothing else yet. */
  static async start({ purpose, prefix, config = '', override }: FleetOptions, before?: (fleet: Fleet) => Promise<void>): Promise<Fleet> {
    if (process.env.FLEET_AS_BUILT !== '1') await buildImages();
    const name = `mateship-${purpose}-${process.pid}`;
    const folder = await mkdtemp(path.join(os.tmpdir(), `${name}-`));
    const port = await freePort();
    const settings = { COMPOSE_PROJECT_NAME: name, MATESHIP_PORT: port, MATESHIP_NETWORK_PREFIX: prefix, MATESHIP_CONFIG_FILE: path.join(folder, 'mateship.yaml') };
    await writeFile(path.join(folder, '.env'), Object.entries(settings).map(([key, value]) => `${key}=${value}\n`).join(''));
    await writeFile(path.join(folder, 'mateship.yaml'), config);
    const top = override ? [path.join(folder, 'override.json')] : [];
    for (const file of top) await writeFile(file, JSON.stringify(override?.(name)));
    const fleet = new Fleet(name, `http://localhost:${port}`, folder, [...FILES.map((file) => path.join(ROOT, file)), ...top]);
    try {
      await before?.(fleet);
      await fleet.compose('up', '--detach', '--no-build');
      await fleet.ready();
      fleet.invite = await docker('exec', fleet.container('gateway'), 'cat', '/data/first-invite');
      return fleet;
    } catch (error) {
      const tail = await fleet.compose('logs', '--no-color', '--tail', '15').catch(() => '');
      await fleet.destroy();
      throw new Error(`${purpose} did not start:\n${tail.slice(-8000)}`, { cause: error });
    }
  }

  container(service: string): string {
    return `${this.name}-${service}`;
  }

  volume(name: string): string {
    return `${this.name}_${name}`;
  }

  async compose(...args: string[]): Promise<string> {
    const named = this.files.flatMap((file) => ['--file', file]);
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const { stdout } = await run('docker', ['compose', '--project-directory', ROOT, '--env-file', path.join(this.folder, '.env'), ...named, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  }

  async exec(service: string, ...command: string[]): Promise<string> {
    return docker('exec', this.container(service), ...command);
  }

  async mails(): Promise<string[]> {
    const names = (await this.exec('gateway', 'ls', '-r', '/data/mail')).split('\n').filter(Boolean);
    return Promise.all(names.map((name) => this.exec('gateway', 'cat', `/data/mail/${name}`)));
  }

  /** Process id on this machine's Engine of the first process of a container; null while it does not run. */
  async pid(service: string): Promise<number | null> {
    const pid = await docker('inspect', '--format', '{{.State.Pid}}', this.container(service)).catch(() => '0');
    return Number(pid) || null;
  }

  /** What a crash is. `docker kill` would count as a stop by hand, after which the Engine restarts nothing. */
  async kill(pid: number): Promise<void> {
    await docker('run', '--rm', '--pid', 'host', '--network', 'none', '--user', '0:0', '--cap-drop', 'ALL', '--cap-add', 'KILL', '--entrypoint', 'sh', BASE, '-c', `kill -9 ${pid}`);
  }

  async health(): Promise<string> {
    const answer = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    return answer ? ((await answer.json()) as { status?: string }).status ?? 'unavailable' : 'unavailable';
  }

  /** Waits until everything is well; the minute is what the platform promises after a fault. */
  async ready(): Promise<void> {
    await eventually(async () => (await this.health()) === 'ok', { what: 'healthy', patienceMs: 60_000 });
  }

  /** Rows of a statement on the gateway's database. */
  async rows(statement: string): Promise<unknown[]> {
    return JSON.parse(await this.sql(`SELECT coalesce(json_agg(found), '[]') FROM (${statement}) found`)) as unknown[];
  }

  /** Runs a statement as the superuser on the gateway's database. */
  sql(statement: string): Promise<string> {
    const script = 'PGPASSWORD=$(cat /run/secrets/superuser) exec psql --host=127.0.0.1 --username=postgres --dbname=gateway --no-align --tuples-only --command "$1"';
    return this.exec('postgres', 'bash', '-c', script, '-', statement);
  }

  async destroy(): Promise<void> {
    // Otherwise an app that goes down counts as crashed, and is made anew behind Compose's back.
    await this.compose('stop', '--timeout', '3', 'engine-broker').catch(() => undefined);
    await this.compose('down', '--volumes', '--remove-orphans', '--timeout', '3').catch(() => undefined);
    const left = await docker('volume', 'ls', '--quiet', '--filter', `name=^${this.name}_`).catch(() => '');
    if (left !== '') await docker('volume', 'rm', ...left.split('\n')).catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }
}
