import { DomainError } from '@mateship/contracts';
import type { AppCatalogue, InstalledApp } from '../app-catalogue.js';
import { AppRuntime, type AppLease, type AppStatus } from './app-runtime.js';
import { EmbeddedApp, type EmbeddedAppOptions } from './embedded-app.js';
import type { RuntimePlaces } from './launch-plan.js';
import { Semaphore } from './semaphore.js';

const WAKES_AT_ONCE = 2;

export interface EmbeddedRuntimeOptions {
  places: RuntimePlaces;
  idleMs(app: InstalledApp): number;
  secretLifeMs?: number;
  onEvent(app: string, ...event: Parameters<EmbeddedAppOptions['onEvent']>): void;
}

/** {@link AppRuntime} with one child process per awake app, fenced by Node's permission model and, under root, a uid of its own. */
export class EmbeddedAppRuntime extends AppRuntime {
  private readonly apps = new Map<string, EmbeddedApp>();

  constructor(catalogue: AppCatalogue, options: EmbeddedRuntimeOptions) {
    super();
    const wakes = new Semaphore(WAKES_AT_ONCE);
    for (const app of catalogue.all()) {
      const { id } = app.manifest;
      const onEvent: EmbeddedAppOptions['onEvent'] = (event, details) => options.onEvent(id, event, details);
      const { places, secretLifeMs } = options;
      this.apps.set(id, new EmbeddedApp({ app, places, wakes, idleMs: options.idleMs(app), secretLifeMs, onEvent }));
    }
  }

  async acquire(appId: string): Promise<AppLease> {
    return this.require(appId).acquire();
  }

  status(appId: string): AppStatus {
    return this.require(appId).status();
  }

  secretOf(appId: string): Buffer | null {
    return this.apps.get(appId)?.endpoint?.secret ?? null;
  }

  async sleep(appId: string): Promise<void> {
    await this.require(appId).sleep();
  }

  async shutdown(): Promise<void> {
    await Promise.all([...this.apps.values()].map((app) => app.close()));
  }

  private require(appId: string): EmbeddedApp {
    const app = this.apps.get(appId);
    if (!app) throw new DomainError('NOT_FOUND');
    return app;
  }
}
