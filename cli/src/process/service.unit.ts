import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../command.errors.js';
import type { LogFile } from './log-file.js';
import { lastWords } from './last-words.js';
import { isReady } from './readiness.js';
import type { Unit } from './unit.js';

/** How a service is started. */
export interface ServiceSpec {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Unix socket of the listener that answers /health/ready. */
  socket: string;
  /** Milliseconds from SIGTERM to SIGKILL. */
  drainMs: number;
}

const POLL_MS = 25;
const START_TIMEOUT_MS = 120_000;
const KEPT_LINES = 60;

/**
 * A service as a child process. Its standard input is a pipe that closes when this process dies, however it
 * dies; the service ends itself then. It has a process group of its own, so that Ctrl-C reaches the launcher alone.
 */
export class ServiceUnit implements Unit {
  #child: ChildProcessWithoutNullStreams | null = null;
  #exited: Promise<string> = Promise.resolve('was not started');
  #lastLines: string[] = [];

  constructor(
    private readonly spec: ServiceSpec,
    private readonly log: LogFile,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get exited(): Promise<string> {
    return this.#exited;
  }

  async start(): Promise<void> {
    const child = this.#spawn();
    for (const deadline = Date.now() + START_TIMEOUT_MS; this.#child === child; await sleep(POLL_MS)) {
      if (await isReady(this.spec.socket)) return;
      if (Date.now() > deadline) await this.stop();
    }
    throw new CommandError(`The ${this.name} did not start (${await this.#exited}). ${this.#reason()} More is in ${this.log.file}.`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), this.spec.drainMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #spawn(): ChildProcessWithoutNullStreams {
    const child = spawn(this.spec.command, this.spec.args, { env: this.spec.env, detached: true, stdio: 'pipe' });
    this.#child = child;
    this.#lastLines = [];
    child.stdin.on('error', () => undefined);
    createInterface(child.stdout).on('line', (line) => this.#keep(line, 'info'));
    createInterface(child.stderr).on('line', (line) => this.#keep(line, 'error'));
    this.#exited = new Promise((resolve) => {
      const ended = (how: string): void => {
        if (this.#child === child) this.#child = null;
        resolve(how);
      };
      child.once('error', (error) => ended(error.message));
      child.once('close', (code, signal) => ended(signal === null ? `exit code ${code}` : `signal ${signal}`));
    });
    return child;
  }

  #keep(line: string, level: 'info' | 'error'): void {
    this.log.write(line, level);
    this.#lastLines.push(line);
    if (this.#lastLines.length > KEPT_LINES) this.#lastLines.shift();
  }

  #reason(): string {
    return lastWords(this.#lastLines);
  }
}
