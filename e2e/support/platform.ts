import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '@mateship/dev-env';
import type { Installation } from './installation.js';

const CLI = path.join(__dirname, '..', '..', 'cli', 'dist', 'main.mjs');
const START_TIMEOUT_MS = 90_000;

export interface PlatformOptions {
  /** Content of mateship.yaml. */
  config?: string;
  dataDir?: string;
  env?: Record<string, string>;
}

/** The platform as an admin runs it: the launcher with its own PostgreSQL, vault, gateway and apps, in a folder of its own. */
export class Platform implements Installation {
  private static readonly all = new Set<Platform>();

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    /** The first invite's token; null once it was used. */
    readonly invite: string | null,
    private readonly launcher: ChildProcess,
    private readonly options: PlatformOptions & { port: number },
  ) {}

  static async start(options: PlatformOptions = {}): Promise<Platform> {
    return Platform.launch({ ...options, port: await freePort() });
  }

  /** Starts again on the same data and port, as after {@link stop} or {@link kill}. */
  restart(): Promise<Platform> {
    return Platform.launch({ ...this.options, dataDir: this.dataDir });
  }

  /** Ends everything politely; gives the launcher's exit code. */
  async stop(): Promise<number | null> {
    if (this.launcher.exitCode !== null || this.launcher.signalCode !== null) return this.launcher.exitCode;
    this.launcher.kill('SIGTERM');
    return new Promise((resolve) => this.launcher.once('exit', (code) => resolve(code)));
  }

  /** The launcher dies as if the power went. */
  async kill(): Promise<void> {
    const exited = new Promise((resolve) => this.launcher.once('exit', resolve));
    this.launcher.kill('SIGKILL');
    await exited;
  }

  /** Stops and removes the data of every platform that was started. */
  static async destroyAll(): Promise<void> {
    await Promise.all([...Platform.all].map((platform) => platform.destroy()));
  }

  /** Stops and removes the data. */
  async destroy(): Promise<void> {
    Platform.all.delete(this);
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** What the launcher runs at this moment: name to process id. */
  async processes(): Promise<Record<string, number>> {
    const state = JSON.parse(await readFile(path.join(this.dataDir, 'launcher.json'), 'utf8')) as { processes: Record<string, { pid: number }> };
    return Object.fromEntries(Object.entries(state.processes).map(([name, { pid }]) => [name, pid]));
  }

  async mails(): Promise<string[]> {
    const folder = path.join(this.dataDir, 'mail');
    const names = (await readdir(folder)).sort().reverse();
    return Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  }

  /** Whether the gateway says that it and everything it needs is ready. */
  async isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(({ status }) => status === 200, () => false);
  }

  private static async launch(options: PlatformOptions & { port: number }): Promise<Platform> {
    const dataDir = options.dataDir ?? (await mkdtemp(path.join(os.tmpdir(), 'mateship-e2e-')));
    const args = [CLI, 'server', 'start', '--embedded', '--json', '--port', String(options.port), '--data-dir', dataDir];
    if (options.config !== undefined) {
      const file = path.join(dataDir, 'mateship.yaml');
      await writeFile(file, options.config);
      args.push('--config', file);
    }
    const launcher = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } });
    const { url, invite } = await readyLine(launcher);
    const platform = new Platform(url, dataDir, invite === null ? null : new URL(invite).searchParams.get('token'), launcher, options);
    Platform.all.add(platform);
    return platform;
  }
}

function readyLine(launcher: ChildProcess): Promise<{ url: string; invite: string | null }> {
  return new Promise((resolve, reject) => {
    let output = '';
    let progress = '';
    const timer = setTimeout(() => fail('is not ready in time'), START_TIMEOUT_MS);
    const fail = (what: string) => {
      clearTimeout(timer);
      launcher.kill('SIGKILL');
      reject(new Error(`the launcher ${what}:\n${progress.slice(-4000)}`));
    };
    launcher.stderr?.on('data', (chunk) => (progress += String(chunk)));
    launcher.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const line = output.split('\n').find((candidate) => candidate.includes('"ready"'));
      if (!line) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as { url: string; invite: string | null });
    });
    launcher.once('exit', (code) => fail(`ended with ${code}`));
  });
}
