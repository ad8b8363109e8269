import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { docker, ROOT } from './engine.js';

const run = promisify(execFile);
/** What no build and no start needs; the rest is what a clean checkout holds. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.nx', '.cache', 'data', '.env', 'coverage']);

/** Tag of the images that are built here, so that nobody who builds the usual ones changes them under this project. */
const VERSION = `0.1.0-test${process.pid}`;

/** What `docker inspect` says of a container, as far as it is looked at. */
export interface InspectedContainer {
  Id: string;
  Name: string;
  State: { StartedAt: string; Status: string };
  Config: { Labels: Record<string, string>; Env: string[] };
}

/** A clean copy of the checkout that runs as a compose project of its own, with ports and networks of its own. */
export class ComposeProject {
  private constructor(
    readonly name: string,
    readonly folder: string,
    readonly url: string,
  ) {}

  /** Copies the checkout and makes `.env` from the example, with only what must differ changed. */
  static async create(name: string, settings: { port: number; prefix: string }): Promise<ComposeProject> {
    const folder = await mkdtemp(path.join(os.tmpdir(), `${name}-`));
    await cp(ROOT, folder, { recursive: true, filter: (source) => source === ROOT || !LEFT_OUT.has(path.basename(source)) });
    const changed: Record<string, string> = { COMPOSE_PROJECT_NAME: name, MATESHIP_VERSION: VERSION, MATESHIP_PORT: String(settings.port), MATESHIP_NETWORK_PREFIX: settings.prefix };
    const example = await readFile(path.join(folder, '.env.example'), 'utf8');
    const lines = example.split('\n').map((line) => {
      const key = line.split('=')[0] ?? '';
      return key in changed ? `${key}=${changed[key]}` : line;
    });
    // Only tests behind an intercepting proxy name it; a build on an ordinary machine needs nothing.
    if (process.env.MATESHIP_EXTRA_CA) lines.push(`MATESHIP_EXTRA_CA=${process.env.MATESHIP_EXTRA_CA}`, '');
    await writeFile(path.join(folder, '.env'), lines.join('\n'));
    return new ComposeProject(name, folder, `http://127.0.0.1:${settings.port}`);
  }

  /** Runs Compose as an administrator does, in the checkout and with nothing but its `.env`. */
  async compose(...args: string[]): Promise<string> {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const { stdout } = await run('docker', ['compose', ...args], { cwd: this.folder, env, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  }

  async containers(): Promise<InspectedContainer[]> {
    const ids = await docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=com.docker.compose.project=${this.name}`);
    return ids === '' ? [] : (JSON.parse(await docker('inspect', ...ids.split('\n'))) as InspectedContainer[]);
  }

  /** Every secret of the installation: the originals, and what was made from them. */
  async secrets(): Promise<string[]> {
    const image = `mateship/setup:${VERSION}`;
    const script = `const fs = require('node:fs'); for (const name of fs.readdirSync('/i')) if (name.startsWith('secret-')) console.log(fs.readFileSync('/i/' + name, 'utf8').trim());`;
    const text = await docker('run', '--rm', '--network', 'none', '--user', '0:0', '--volume', `${this.name}_installation:/i:ro`, '--entrypoint', 'node', image, '-e', script);
    return text.split('\n').filter(Boolean);
  }

  async logs(): Promise<string> {
    return this.compose('logs', '--no-color', '--no-log-prefix');
  }

  /** Removes containers, networks, volumes and image tags of this project, and the copy. */
  async destroy(): Promise<void> {
    await this.compose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '5').catch(() => undefined);
    const tags = await docker('images', '--format', '{{.Repository}}:{{.Tag}}', '--filter', `reference=mateship/*:${VERSION}`);
    if (tags !== '') await docker('image', 'rm', ...tags.split('\n')).catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }
}
