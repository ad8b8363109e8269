import { DomainError } from '@mateship/contracts';
import type { InstalledApp } from '../app-catalogue.js';
import type { AppLauncher, AppUsage, RunningApp } from './app-launcher.js';
import type { AppEndpoint, AppLease, AppStatus } from './app-runtime.js';
import { BackOff } from './back-off.js';
import { HealthWatch } from './health-watch.js';
import { inTime } from './in-time.js';
import { RestartLimit } from './restart-limit.js';
import type { Semaphore } from './semaphore.js';

const WAKE_TIMEOUT_MS = 15_000;
const POLL_MS = 10;
const PROBE_MS = 2_000;
const SECRET_LIFE_MS = 12 * 60 * 60_000;
const ENGINE_RETRY_MS = 5_000;
const ATTENTION_LINES = 50;

export type AppEvent = 'woke' | 'slept' | 'crashed' | 'needs attention' | 'not stopped' | 'log';

/** Why an app waits for an administrator, with what it printed last. */
export interface Attention {
  since: Date;
  lastLines: string[];
}

/** What an admin sees of an app's life. */
export interface AppDetails extends AppStatus {
  pinned: boolean;
  /** Restarts by itself in the last thirty minutes. */
  restarts: number;
  attention: Attention | null;
}

export interface AppLifeOptions {
  app: InstalledApp;
  launcher: AppLauncher;
  /** Shared by all apps: how many may wake at once. */
  wakes: Semaphore;
  idleMs: number;
  /** How long one start may keep its secret; twelve hours when left out. */
  secretLifeMs?: number | undefined;
  onEvent(event: AppEvent, details: Record<string, unknown>): void;
}

interface Awake {
  app: RunningApp;
  since: number;
  watch: HealthWatch;
}

/** One app over time: sleeping, waking, awake, crashed, waiting for an admin. What it runs as is its launcher's matter. */
export class AppLife {
  private awake: Awake | null = null;
  private waking: Promise<AppEndpoint> | null = null;
  /** The end of the start before; the next one waits for it. */
  private ending: Promise<void> = Promise.resolve();
  private leases = 0;
  private isPinned = false;
  private isClosed = false;
  /** False while something may run that we did not start. */
  private isCleared = false;
  private idleTimer: NodeJS.Timeout | undefined;
  private restartTimer: NodeJS.Timeout | undefined;
  private attention: Attention | null = null;
  private lastUsedAt: Date | null = null;
  private lastWakeMs: number | null = null;
  private readonly backOff = new BackOff();
  private readonly restarts = new RestartLimit();

  constructor(private readonly options: AppLifeOptions) {}

  get endpoint(): AppEndpoint | null {
    return this.awake?.app.endpoint ?? null;
  }

  status(): AppStatus {
    const { lastUsedAt, lastWakeMs } = this;
    return { state: this.state(), lastUsedAt, lastWakeMs };
  }

  details(): AppDetails {
    return { ...this.status(), pinned: this.isPinned, restarts: this.restarts.count, attention: this.attention };
  }

  async usage(): Promise<AppUsage | null> {
    return (await this.awake?.app.usage()) ?? null;
  }

  async acquire(withinMs?: number): Promise<AppLease> {
    this.leases += 1;
    clearTimeout(this.idleTimer);
    try {
      if (this.leases === 1 && this.secretIsOld()) void this.sleep();
      const endpoint = this.awake?.app.endpoint ?? (await inTime(this.wake(), withinMs, () => this.stillWaking()));
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

  sleep(): Promise<void> {
    clearTimeout(this.idleTimer);
    const current = this.leave();
    if (current) this.end(current, () => this.options.onEvent('slept', {}));
    return this.ending;
  }

  /** A pinned app is awake, and stays so. */
  pin(pinned: boolean): void {
    this.isPinned = pinned;
    clearTimeout(this.idleTimer);
    if (pinned) this.revive();
    else this.armIdle();
  }

  /** An admin's restart: forgets what went wrong before. */
  async restart(): Promise<void> {
    await this.waking?.catch(() => undefined);
    clearTimeout(this.restartTimer);
    this.attention = null;
    this.backOff.reset();
    this.restarts.reset();
    void this.sleep();
    await this.wake();
  }

  /** Ends what runs of this app without us, unless it is ours after all. */
  async clear(): Promise<void> {
    if (this.awake || this.waking || this.isClosed) return;
    this.isCleared = false;
    const { app, launcher } = this.options;
    this.ending = this.ending.then(() => launcher.clear(app)).then(() => void (this.isCleared = true), (error: unknown) => this.notStopped(error));
    await this.ending;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.restartTimer);
    await this.waking?.catch(() => undefined);
    await this.sleep();
  }

  private state(): AppStatus['state'] {
    if (this.waking) return 'waking';
    if (this.awake) return 'awake';
    if (this.attention) return 'needs_attention';
    return this.backOff.remaining() > 0 ? 'crashed' : 'sleeping';
  }

  /** An old secret is not renewed under a call: the app starts again before the first call that finds it idle. */
  private secretIsOld(): boolean {
    return this.awake !== null && performance.now() - this.awake.since > (this.options.secretLifeMs ?? SECRET_LIFE_MS);
  }

  private returnLease(): void {
    this.leases -= 1;
    this.lastUsedAt = new Date();
    this.armIdle();
  }

  private armIdle(): void {
    if (this.leases > 0 || this.isPinned || this.isClosed || !this.awake) return;
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => void this.sleep(), this.options.idleMs);
    this.idleTimer.unref();
  }

  private stillWaking(): DomainError {
    return new DomainError('APP_WAKING', { retryAfter: Math.ceil((this.lastWakeMs ?? 1000) / 1000) });
  }

  private wake(): Promise<AppEndpoint> {
    if (this.isClosed) throw new DomainError('SHUTTING_DOWN');
    if (this.waking) return this.waking;
    if (this.attention) throw new DomainError('APP_NEEDS_ATTENTION');
    const rest = this.backOff.remaining();
    if (rest > 0) throw new DomainError('APP_UNAVAILABLE', { retryAfter: Math.ceil(rest / 1000) });
    clearTimeout(this.restartTimer);
    this.waking = this.options.wakes.run(() => this.start()).finally(() => (this.waking = null));
    // All who waited may have left.
    this.waking.catch(() => undefined);
    return this.waking;
  }

  private async start(): Promise<AppEndpoint> {
    await this.ending;
    if (this.isClosed) throw new DomainError('SHUTTING_DOWN');
    const begun = performance.now();
    const app = await this.launch();
    if (!(await isReady(app, begun + WAKE_TIMEOUT_MS))) {
      this.end(app);
      await this.ending;
      throw this.failed({ phase: 'start' });
    }
    const watch = new HealthWatch(() => app.healthy(PROBE_MS), () => this.onUnhealthy(app));
    this.awake = { app, since: performance.now(), watch };
    this.lastWakeMs = Math.round(performance.now() - begun);
    this.options.onEvent('woke', { ms: this.lastWakeMs });
    void app.exited.then((exit) => this.onExit(app, { ...exit }));
    this.armIdle();
    return app.endpoint;
  }

  private async launch(): Promise<RunningApp> {
    const { app, launcher, onEvent } = this.options;
    try {
      if (!this.isCleared) await launcher.clear(app);
      const running = await launcher.launch(app, (line) => onEvent('log', { line }));
      this.isCleared = true;
      return running;
    } catch (error) {
      this.isCleared = false;
      // That the engine is away says nothing about the app.
      if (error instanceof DomainError && error.code === 'ENGINE_UNAVAILABLE') {
        if (this.isPinned) this.reviveIn(ENGINE_RETRY_MS);
        throw new DomainError('ENGINE_UNAVAILABLE', { cause: error, retryAfter: 2 });
      }
      throw this.failed({ phase: 'launch', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Takes the running start out of use; nothing is awake afterwards. */
  private leave(): RunningApp | null {
    const current = this.awake;
    this.awake = null;
    current?.watch.stop();
    return current?.app ?? null;
  }

  private end(app: RunningApp, onEnded: () => void = () => undefined): void {
    this.ending = app.stop().then(onEnded, (error: unknown) => this.notStopped(error));
  }

  private notStopped(error: unknown): void {
    this.isCleared = false;
    this.options.onEvent('not stopped', { reason: error instanceof Error ? error.message : String(error) });
  }

  private onExit(app: RunningApp, exit: Record<string, unknown>): void {
    if (this.awake?.app !== app) return;
    this.leave();
    this.failed({ phase: 'running', ...exit });
  }

  private onUnhealthy(app: RunningApp): void {
    if (this.awake?.app !== app) return;
    this.leave();
    this.end(app);
    this.failed({ phase: 'unhealthy' });
  }

  /** Counts a crash and plans what comes after it. */
  private failed(details: Record<string, unknown>): DomainError {
    this.backOff.crashed();
    // Somebody else may have ended it to start it anew, as Compose does; that start would end ours once more.
    this.isCleared = false;
    this.options.onEvent('crashed', details);
    if (!this.isClosed && !this.restarts.allow()) {
      this.giveUp();
      return new DomainError('APP_NEEDS_ATTENTION');
    }
    const rest = this.backOff.remaining();
    this.reviveIn(rest + 1);
    return new DomainError('APP_UNAVAILABLE', { retryAfter: Math.ceil(rest / 1000) });
  }

  private giveUp(): void {
    const attention: Attention = { since: new Date(), lastLines: [] };
    this.attention = attention;
    this.options.onEvent('needs attention', { restarts: this.restarts.count });
    const keep = (lines: string[]) => void (attention.lastLines = lines.slice(-ATTENTION_LINES));
    this.options.launcher.logs(this.options.app).then(keep, () => undefined);
  }

  private reviveIn(milliseconds: number): void {
    if (this.isClosed) return;
    clearTimeout(this.restartTimer);
    this.restartTimer = setTimeout(() => this.revive(), milliseconds);
    this.restartTimer.unref();
  }

  /** Wakes without a call. Why it fails is reported where it fails. */
  private revive(): void {
    if (this.awake || this.waking || this.attention || this.isClosed) return;
    if (this.backOff.remaining() > 0) return this.reviveIn(this.backOff.remaining() + 1);
    this.wake().catch(() => undefined);
  }
}

/** Asks until the app answers, ended, or the time is over. */
async function isReady(app: RunningApp, deadline: number): Promise<boolean> {
  let hasEnded = false;
  void app.exited.then(() => (hasEnded = true));
  while (!hasEnded && performance.now() < deadline) {
    if (await app.healthy(1000)) return true;
    await Promise.race([app.exited, new Promise((resolve) => setTimeout(resolve, POLL_MS))]);
  }
  return false;
}
