import { DomainError } from '@mateship/contracts';
import type { InstalledApp } from '../app-catalogue.js';
import { AppProcess } from './app-process.js';
import type { AppEndpoint, AppLease, AppStatus } from './app-runtime.js';
import { BackOff } from './back-off.js';
import { prepareLaunch, type RuntimePlaces } from './launch-plan.js';
import type { Semaphore } from './semaphore.js';

const WAKE_TIMEOUT_MS = 15_000;
const SECRET_LIFE_MS = 12 * 60 * 60_000;

export interface EmbeddedAppOptions {
  app: InstalledApp;
  places: RuntimePlaces;
  wakes: Semaphore;
  idleMs: number;
  /** How long one start may keep its secret; twelve hours when left out. */
  secretLifeMs?: number;
  onEvent(event: 'woke' | 'slept' | 'crashed' | 'log', details: Record<string, unknown>): void;
}

/** One app as child processes over time: asleep, waking, awake, crashed. */
export class EmbeddedApp {
  private running: { process: AppProcess; endpoint: AppEndpoint; since: number } | null = null;
  private waking: Promise<AppEndpoint> | null = null;
  private leases = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  private restartTimer: NodeJS.Timeout | undefined;
  private closed = false;
  private lastUsedAt: Date | null = null;
  private lastWakeMs: number | null = null;
  private readonly backOff = new BackOff();

  constructor(private readonly options: EmbeddedAppOptions) {}

  get endpoint(): AppEndpoint | null {
    return this.running?.endpoint ?? null;
  }

  status(): AppStatus {
    const state = this.waking ? 'waking' : this.running ? 'awake' : this.backOff.remaining() > 0 ? 'crashed' : 'sleeping';
    return { state, lastUsedAt: this.lastUsedAt, lastWakeMs: this.lastWakeMs };
  }

  async acquire(): Promise<AppLease> {
    this.leases += 1;
    clearTimeout(this.idleTimer);
    try {
      if (this.leases === 1 && this.secretIsOld()) await this.sleep();
      const endpoint = this.running?.endpoint ?? (await this.wake());
      let held = true;
      return {
        endpoint,
        release: () => {
          if (held) this.returnLease();
          held = false;
        },
      };
    } catch (error) {
      this.returnLease();
      throw error;
    }
  }

  async sleep(): Promise<void> {
    clearTimeout(this.idleTimer);
    const current = this.running;
    this.running = null;
    if (!current) return;
    await current.process.stop();
    this.options.onEvent('slept', {});
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.restartTimer);
    await this.waking?.catch(() => undefined);
    await this.sleep();
  }

  /** An old secret is not renewed under a call: the app starts again before the first call that finds it idle. */
  private secretIsOld(): boolean {
    return this.running !== null && Date.now() - this.running.since > (this.options.secretLifeMs ?? SECRET_LIFE_MS);
  }

  private returnLease(): void {
    this.leases -= 1;
    this.lastUsedAt = new Date();
    if (this.leases > 0 || this.closed) return;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => void this.sleep(), this.options.idleMs);
    this.idleTimer.unref();
  }

  private wake(): Promise<AppEndpoint> {
    if (this.closed) throw new DomainError('SHUTTING_DOWN');
    const pause = this.backOff.remaining();
    if (pause > 0) throw new DomainError('APP_UNAVAILABLE', { retryAfter: Math.ceil(pause / 1000) });
    this.waking ??= this.options.wakes.run(() => this.start()).finally(() => (this.waking = null));
    return this.waking;
  }

  private async start(): Promise<AppEndpoint> {
    const begun = performance.now();
    const { plan, secret } = await prepareLaunch(this.options.app, this.options.places);
    const process = new AppProcess({ ...plan, onLog: (line) => this.options.onEvent('log', { line }) });
    if (!(await process.ready(WAKE_TIMEOUT_MS))) {
      await process.stop();
      this.backOff.crashed();
      this.options.onEvent('crashed', { phase: 'start' });
      throw new DomainError('APP_UNAVAILABLE', { retryAfter: 1 });
    }
    const endpoint = { target: `unix:${plan.socket}`, secret };
    this.running = { process, endpoint, since: Date.now() };
    this.lastWakeMs = Math.round(performance.now() - begun);
    this.options.onEvent('woke', { ms: this.lastWakeMs, pid: process.pid });
    void process.exited.then((code) => this.onExit(process, code));
    return endpoint;
  }

  private onExit(process: AppProcess, code: number | null): void {
    if (this.running?.process !== process) return;
    this.running = null;
    this.backOff.crashed();
    this.options.onEvent('crashed', { phase: 'running', code });
    if (this.closed) return;
    this.restartTimer = setTimeout(() => void this.restart(), this.backOff.remaining() + 1);
    this.restartTimer.unref();
  }

  private async restart(): Promise<void> {
    try {
      (await this.acquire()).release();
    } catch {
      // The crash was reported; the next call tries again.
    }
  }
}
