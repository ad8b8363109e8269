import { DomainError, type AppExited, type ContainerStatus, type EgressGrants, type EgressRefusal } from '@mateship/contracts';
import type { InstalledApp } from '../app-catalogue.js';
import type { AppExit, AppLauncher, LauncherEvents, RunningApp } from './app-launcher.js';
import { ExitStream } from './exit-stream.js';
import { answersHealth } from './health-probe.js';
import type { UpdaterClient } from './updater.client.js';

const LOOK_AGAIN_MS = 60_000;

export interface ContainerLauncherOptions {
  updater: UpdaterClient;
  /** Secret files by name that the app declared and an admin configured. */
  secrets(app: InstalledApp): Record<string, string>;
  /** What apps may reach beyond their manifests; told to the updater whenever it comes back. */
  grants: EgressGrants;
}

/** One start of a container that we asked for. */
interface Container {
  /** Wall clock, as in the engine's events: what ended before was an earlier start. */
  asked: number;
  end(exit: AppExit): void;
}

/** Apps as containers, through the updater. */
export class ContainerLauncher implements AppLauncher {
  private readonly containers = new Map<string, Container>();
  private stream: ExitStream | undefined;
  private lookTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ContainerLauncherOptions) {}

  async launch(app: InstalledApp): Promise<RunningApp> {
    const { updater, secrets } = this.options;
    const { id, health } = app.manifest;
    const ended = Promise.withResolvers<AppExit>();
    const container = { asked: Date.now(), end: ended.resolve };
    // Known before it starts: an app that crashes at once may have ended before we hear that it was started.
    this.containers.set(id, container);
    try {
      const { target, secret } = await updater.start(id, secrets(app));
      return {
        endpoint: { target, secret: Buffer.from(secret, 'base64url') },
        exited: ended.promise,
        healthy: (withinMs) => answersHealth(target, health.path, withinMs),
        usage: () => updater.stats(id),
        stop: () => this.stop(id, container),
      };
    } catch (error) {
      this.forget(id, container);
      throw error;
    }
  }

  async clear({ manifest: { id } }: InstalledApp): Promise<void> {
    await this.options.updater.stop(id);
  }

  watch({ onStray, onTrouble }: LauncherEvents): void {
    const { updater, grants } = this.options;
    this.stream = new ExitStream(updater, {
      onTrouble,
      onExit: (exit) => this.onExit(exit),
      onConnected: async (signal) => {
        await updater.grant(grants, signal);
        await this.look(onStray, signal);
      },
    });
    // Somebody may start containers at any time, `docker compose up` for one; and then they cost memory for nothing.
    this.lookTimer = setInterval(() => void this.look(onStray).catch(() => undefined), LOOK_AGAIN_MS);
    this.lookTimer.unref();
  }

  async logs({ manifest: { id } }: InstalledApp): Promise<string[]> {
    try {
      return await this.options.updater.logs(id);
    } catch (error) {
      // An app that never ran has no container, and has said nothing.
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }

  refusals(): Promise<EgressRefusal[]> {
    return this.options.updater.refusals();
  }

  async close(): Promise<void> {
    clearInterval(this.lookTimer);
    await this.stream?.close();
    await this.options.updater.close();
  }

  private async stop(id: string, container: Container): Promise<void> {
    if (this.containers.get(id) !== container) return;
    this.forget(id, container);
    await this.options.updater.stop(id);
  }

  private forget(id: string, container: Container): void {
    if (this.containers.get(id) === container) this.containers.delete(id);
  }

  private onExit({ app, exitCode, oomKilled, at }: AppExited): void {
    const container = this.containers.get(app);
    if (!container || Date.parse(at) < container.asked) return;
    this.ended(app, container, { exitCode, oomKilled });
  }

  private ended(id: string, container: Container, exit: AppExit): void {
    this.forget(id, container);
    container.end(exit);
  }

  /** Compares what runs with what should: finds exits that no event told of, and containers that nobody here started. */
  private async look(onStray: LauncherEvents['onStray'], signal?: AbortSignal): Promise<void> {
    const before = new Map(this.containers);
    const listed = await this.options.updater.list(signal);
    for (const status of listed) {
      const container = this.containers.get(status.app);
      if (status.state === 'running' && !container) onStray(status.app);
      if (container && container === before.get(status.app)) this.compare(status, container);
    }
  }

  private compare({ app, state, exitCode, oomKilled, startedAt }: ContainerStatus, container: Container): void {
    // One that was asked for and has not started yet does not run either.
    const isOurStart = startedAt !== null && Date.parse(startedAt) >= container.asked;
    if (isOurStart && state !== 'running') this.ended(app, container, { exitCode, oomKilled });
  }
}
