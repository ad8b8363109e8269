import { DomainError, type EgressRefusal } from '@mateship/contracts';
import type { AppCatalogue, InstalledApp } from '../app-catalogue.js';
import type { AppLauncher, AppUsage } from './app-launcher.js';
import { AppLife, type AppDetails, type AppEvent } from './app-life.js';
import { AppRuntime, type AppLease, type AppStatus } from './app-runtime.js';
import { Semaphore } from './semaphore.js';

const WAKES_AT_ONCE = 2;

export interface FleetOptions {
  idleMs(app: InstalledApp): number;
  secretLifeMs?: number | undefined;
  onEvent(app: string, event: AppEvent, details: Record<string, unknown>): void;
  onTrouble(error: unknown): void;
}

/** The lives of all installed apps on one launcher: what calls need, and what an admin may do. */
export class AppFleet extends AppRuntime {
  private readonly lives = new Map<string, AppLife>();

  constructor(
    private readonly catalogue: AppCatalogue,
    private readonly launcher: AppLauncher,
    private readonly options: FleetOptions,
  ) {
    super();
    const wakes = new Semaphore(WAKES_AT_ONCE);
    for (const app of catalogue.all()) {
      const { id } = app.manifest;
      const onEvent = (event: AppEvent, details: Record<string, unknown>) => options.onEvent(id, event, details);
      this.lives.set(id, new AppLife({ app, launcher, wakes, idleMs: options.idleMs(app), secretLifeMs: options.secretLifeMs, onEvent }));
    }
  }

  /** Puts away what runs without us, from now on too, and wakes the pinned apps. */
  start(pinned: Iterable<string>): void {
    const { onTrouble } = this.options;
    this.launcher.watch({ onTrouble, onStray: (id) => void this.lives.get(id)?.clear() });
    for (const id of pinned) this.lives.get(id)?.pin(true);
  }

  async acquire(appId: string, withinMs?: number): Promise<AppLease> {
    return this.require(appId).acquire(withinMs);
  }

  status(appId: string): AppStatus {
    return this.require(appId).status();
  }

  details(appId: string): AppDetails {
    return this.require(appId).details();
  }

  /** What an awake app uses; null while it does not run. */
  async usage(appId: string): Promise<AppUsage | null> {
    return this.require(appId).usage();
  }

  secretOf(appId: string): Buffer | null {
    return this.lives.get(appId)?.endpoint?.secret ?? null;
  }

  async sleep(appId: string): Promise<void> {
    await this.require(appId).sleep();
  }

  pin(appId: string, pinned: boolean): void {
    this.require(appId).pin(pinned);
  }

  async restart(appId: string): Promise<void> {
    await this.require(appId).restart();
  }

  async logs(appId: string): Promise<string[]> {
    const app = this.catalogue.get(appId);
    if (!app) throw new DomainError('NOT_FOUND');
    return this.launcher.logs(app);
  }

  /** Latest attempts of the app to reach what it may not reach. */
  async refusals(appId: string): Promise<EgressRefusal[]> {
    this.require(appId);
    return (await this.launcher.refusals()).filter(({ app }) => app === appId);
  }

  async shutdown(): Promise<void> {
    await Promise.all([...this.lives.values()].map((life) => life.close()));
    await this.launcher.close();
  }

  private require(appId: string): AppLife {
    const life = this.lives.get(appId);
    if (!life) throw new DomainError('NOT_FOUND');
    return life;
  }
}
