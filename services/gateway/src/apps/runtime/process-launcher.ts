import type { InstalledApp } from '../app-catalogue.js';
import type { AppLauncher, RunningApp } from './app-launcher.js';
import { AppProcess } from './app-process.js';
import { answersHealth } from './health-probe.js';
import { prepareLaunch, type RuntimePlaces } from './launch-plan.js';
import { LogTail } from './log-tail.js';
import { ProcessUsage } from './process-usage.js';

/** Apps as child processes, fenced by Node's permission model and, under root, a uid of their own. They end with the gateway. */
export class ProcessLauncher implements AppLauncher {
  private readonly tails = new Map<string, LogTail>();

  constructor(private readonly places: RuntimePlaces) {}

  async launch(app: InstalledApp, onLine: (line: string) => void): Promise<RunningApp> {
    const { plan, secret } = await prepareLaunch(app, this.places);
    const tail = this.tailOf(app);
    const onLog = (line: string) => {
      tail.add(line);
      onLine(line);
    };
    const process = new AppProcess({ ...plan, onLog });
    const usage = new ProcessUsage(process.pid);
    const endpoint = { target: `unix:${plan.socket}`, secret };
    return {
      endpoint,
      exited: process.exited.then((exitCode) => ({ exitCode })),
      healthy: (withinMs) => answersHealth(endpoint.target, app.manifest.health.path, withinMs),
      usage: () => usage.read(),
      stop: () => process.stop(),
    };
  }

  /** A gateway's children end when their pipe to it closes, so nothing is ever left. */
  async clear(): Promise<void> {}

  watch(): void {}

  async logs(app: InstalledApp): Promise<string[]> {
    return this.tailOf(app).lines();
  }

  /** Node 24 cannot fence the network, so nothing is refused. */
  async refusals(): Promise<never[]> {
    return [];
  }

  async close(): Promise<void> {
    this.places.close();
  }

  private tailOf({ manifest: { id } }: InstalledApp): LogTail {
    const tail = this.tails.get(id) ?? new LogTail();
    this.tails.set(id, tail);
    return tail;
  }
}
