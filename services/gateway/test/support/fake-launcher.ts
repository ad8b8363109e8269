import { randomBytes } from 'node:crypto';
import { DomainError } from '@mateship/contracts';
import type { InstalledApp } from '../../src/apps/app-catalogue.js';
import type { AppExit, AppLauncher, RunningApp } from '../../src/apps/runtime/app-launcher.js';

/** One start that a {@link FakeLauncher} made. */
export interface FakeStart {
  app: string;
  isHealthy: boolean;
  isStopped: boolean;
  exit(exit: AppExit): void;
}

/** A launcher without processes: starts take as long as a test says, and end when it says so. */
export class FakeLauncher implements AppLauncher {
  readonly starts: FakeStart[] = [];
  /** Ids of apps whose leftovers were cleared. */
  readonly cleared: string[] = [];
  launchMs = 0;
  stopMs = 0;
  /** What the next starts do. */
  next: 'live' | 'exit' | 'hang' | 'engine away' | 'refused' = 'live';
  /** Most starts under way at once. */
  mostAtOnce = 0;
  /** Most starts of one app that lived at once. */
  mostAlive = 0;
  private atOnce = 0;

  async launch({ manifest: { id } }: InstalledApp): Promise<RunningApp> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    await wait(this.launchMs);
    this.atOnce -= 1;
    const kind = this.next;
    if (kind === 'engine away') throw new DomainError('ENGINE_UNAVAILABLE');
    if (kind === 'refused') throw new DomainError('MANIFEST_FORBIDDEN');
    const ended = Promise.withResolvers<AppExit>();
    const start: FakeStart = { app: id, isHealthy: kind === 'live', isStopped: false, exit: ended.resolve };
    if (kind === 'exit') ended.resolve({ exitCode: 1 });
    this.starts.push(start);
    this.mostAlive = Math.max(this.mostAlive, this.starts.filter((other) => other.app === id && !other.isStopped).length);
    return {
      endpoint: { target: `unix:/${id}/${this.starts.length}`, secret: randomBytes(32) },
      exited: ended.promise,
      healthy: async () => start.isHealthy,
      usage: async () => ({ memoryBytes: 1024, cpuPercent: 0.5 }),
      stop: async () => {
        await wait(this.stopMs);
        start.isStopped = true;
      },
    };
  }

  async clear({ manifest: { id } }: InstalledApp): Promise<void> {
    if (this.next === 'engine away') throw new DomainError('ENGINE_UNAVAILABLE');
    this.cleared.push(id);
  }

  watch(): void {}

  async logs({ manifest: { id } }: InstalledApp): Promise<string[]> {
    return Array.from({ length: 80 }, (_, index) => `${id} line ${index}`);
  }

  async refusals(): Promise<never[]> {
    return [];
  }

  async close(): Promise<void> {}
}

async function wait(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
