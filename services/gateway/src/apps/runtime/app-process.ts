import { spawn, type ChildProcess } from 'node:child_process';
import type { InstalledApp } from '../app-catalogue.js';

const STOP_GRACE_MS = 5000;

/** What one start of an app gets from the runtime. */
export interface LaunchPlan {
  app: InstalledApp;
  node: string;
  script: string;
  flags: string[];
  environment: Record<string, string>;
  socket: string;
  owner: { uid: number; gid: number } | null;
  onLog(line: string): void;
}

/** One running app process. */
export class AppProcess {
  readonly exited: Promise<number | null>;
  private readonly child: ChildProcess;
  private alive = true;

  constructor(plan: LaunchPlan) {
    this.child = spawn(plan.node, [...plan.flags, plan.script], {
      env: plan.environment,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(plan.owner ?? {}),
    });
    this.child.stdin?.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      this.child.once('error', () => this.ended(resolve, null));
      this.child.once('exit', (code) => this.ended(resolve, code));
    });
    for (const stream of [this.child.stdout, this.child.stderr]) forwardLines(stream, plan.onLog);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_GRACE_MS);
    await this.exited;
    clearTimeout(timer);
  }

  private ended(resolve: (code: number | null) => void, code: number | null): void {
    this.alive = false;
    resolve(code);
  }
}

function forwardLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-64_000);
    for (const line of lines) if (line.trim() !== '') onLine(line);
  });
}
