import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { CLUSTER, clusterVersion, initCluster } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { endLeftover, endPostmaster } from './leftover.js';
import { findNativePackage } from './native-folder.js';
import { readPostmasterFile } from './postmaster-file.js';
import { chooseIdentity, type RunIdentity, SYSTEM_PATH } from './run-identity.js';
import { makeSocketFolder } from './socket-folder.js';

/** How the embedded server runs. */
export interface EmbeddedPostgresSettings {
  /** Absolute path of its home: the cluster, its socket folder and half-made clusters lie in it. */
  home: string;
  /** Password of the superuser `postgres`; given to the cluster when it is made, never changed later. */
  password: string;
  /** False only for throw-away clusters: no fsync, no synchronous commit. */
  durable: boolean;
  /** Number in the socket's name, and the TCP port when `loopback` is set; 5432 by default. */
  port?: number;
  /** Also listen on 127.0.0.1; false by default. */
  loopback?: boolean;
  /** Further settings of postgresql.conf. */
  settings?: Record<string, string>;
  /** Gets every line that the server writes; without it they go to `postgres.log` in the home, which is what a server that outlives this process needs. */
  onLine?: (line: string) => void;
}

const START_TIMEOUT_MS = 120_000;
const ORPHAN_PATIENCE_MS = 10_000;
const LAST_WORDS_PATIENCE_MS = 500;
const POLL_MS = 10;
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', shared_buffers: '32MB', max_connections: '300' };

/**
 * A real PostgreSQL 17 from npm binaries, started as a child process of its own process group. Makes the cluster
 * on the first start; ends a server that an earlier, killed launcher left behind; only scram passwords, only a
 * private Unix socket unless `loopback` is set. All faults are {@link EmbeddedPostgresError}s with a sentence.
 */
export class EmbeddedPostgres {
  #child: ChildProcess | null = null;
  #socketFolder = '';
  #exit: Promise<number | null> = Promise.resolve(null);
  #lastWordsRead: Promise<unknown> = Promise.resolve();

  constructor(private readonly settings: EmbeddedPostgresSettings) {}

  /** How to reach it as the superuser `postgres`: the folder of the Unix socket is a connection's `host`. Known after the first start. */
  get address(): { socketFolder: string; port: number; password: string } {
    return { socketFolder: this.#socketFolder, port: this.#port, password: this.settings.password };
  }

  get #port(): number {
    return this.settings.port ?? 5432;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Resolves with the exit code, or null after a signal, when the server that runs now has ended. */
  get exited(): Promise<number | null> {
    return this.#exit;
  }

  /** Whether a home holds a complete cluster. */
  static hasCluster(home: string): boolean {
    return clusterVersion(home) !== null;
  }

  /** Resolves when connections are accepted. */
  async start(): Promise<void> {
    const { home, settings = {} } = this.settings;
    fs.mkdirSync(home, { recursive: true, mode: 0o700 });
    const native = findNativePackage();
    const identity = chooseIdentity(native, home);
    const found = clusterVersion(home);
    const expected = native.version.split('.')[0] ?? '';
    if (found !== null && found !== expected) {
      throw new EmbeddedPostgresError(`The database in ${home} was written by PostgreSQL ${found}, and this version runs PostgreSQL ${expected}. Move the data with pg_dump, or start the release that made it.`);
    }
    await endLeftover(path.join(home, CLUSTER));
    if (identity.owner !== undefined) giveTo(home, identity.owner);
    if (found === null) await initCluster(home, identity, this.settings);
    // A restored backup often lost the mode that PostgreSQL insists on.
    fs.chmodSync(path.join(home, CLUSTER), 0o700);
    this.#socketFolder = makeSocketFolder(home, this.#port, identity);
    const all = { ...(this.settings.durable ? {} : THROW_AWAY), ...settings };
    await this.#spawnUntilReady(identity, Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]));
  }

  /** Fast shutdown; resolves when the server has ended, at the latest some seconds after the patience (milliseconds) is over. */
  async stop(patienceMs?: number): Promise<void> {
    const pid = this.pid;
    if (pid !== null) await endPostmaster(pid, patienceMs);
    await this.#exit;
  }

  /** Lets this process end while the server runs on. */
  detach(): void {
    this.#child?.unref();
  }

  async #spawnUntilReady(identity: RunIdentity, options: string[]): Promise<void> {
    const lastLines: string[] = [];
    for (const deadline = Date.now() + ORPHAN_PATIENCE_MS; ; await sleep(200)) {
      lastLines.length = 0;
      this.#spawn(identity, options, lastLines);
      if (await this.#becomesReady()) return;
      await Promise.race([this.#lastWordsRead, sleep(LAST_WORDS_PATIENCE_MS)]);
      // Backends of a killed postmaster hold its shared memory for a moment.
      const orphans = lastLines.some((line) => line.includes('shared memory block'));
      if (!orphans || Date.now() > deadline) throw new EmbeddedPostgresError(`PostgreSQL did not start. Its last words: ${lastLines.slice(-4).join(' ') || `see ${path.join(this.settings.home, 'postgres.log')}`}`);
    }
  }

  #spawn(identity: RunIdentity, options: string[], lastLines: string[]): void {
    const { home, onLine, loopback = false } = this.settings;
    const [command, ...args] = [
      ...identity.prefix, path.join(identity.native, 'bin', 'postgres'), '-D', path.join(home, CLUSTER), '-k', this.#socketFolder, '-p', String(this.#port),
      '-c', `listen_addresses=${loopback ? '127.0.0.1' : ''}`, '-c', 'unix_socket_permissions=0700', ...options,
    ] as [string, ...string[]];
    const file = onLine === undefined ? fs.openSync(path.join(home, 'postgres.log'), 'a', 0o600) : null;
    // Detached: Ctrl-C in a terminal must reach the launcher alone, so that it ends the database last.
    const child = spawn(command, args, {
      cwd: home, uid: identity.user, gid: identity.user, detached: true, env: { PATH: SYSTEM_PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', file ?? 'ignore', file ?? 'pipe'],
    });
    if (file !== null) fs.closeSync(file);
    if (child.stderr !== null && onLine !== undefined) {
      createInterface(child.stderr).on('line', (line) => {
        lastLines.push(line);
        if (lastLines.length > 20) lastLines.shift();
        onLine(line);
      });
    }
    this.#child = child;
    this.#lastWordsRead = new Promise((resolve) => child.once('close', resolve));
    this.#exit = new Promise((resolve) => {
      const ended = (code: number | null): void => {
        if (this.#child === child) this.#child = null;
        resolve(code);
      };
      child.once('exit', ended);
      child.once('error', (error) => {
        lastLines.push(error.message);
        ended(null);
      });
    });
  }

  async #becomesReady(): Promise<boolean> {
    const cluster = path.join(this.settings.home, CLUSTER);
    for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(POLL_MS)) {
      if (this.#child === null) return false;
      const file = readPostmasterFile(cluster);
      if (file?.ready === true && file.pid === this.#child.pid) return true;
    }
    await this.stop();
    return false;
  }
}

function giveTo(folder: string, owner: number): void {
  if (fs.lstatSync(folder).uid === owner) return;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) fs.lchownSync(path.join(entry.parentPath, entry.name), owner, owner);
  fs.chownSync(folder, owner, owner);
}
