import type { EgressRefusal } from '@mateship/contracts';
import type { InstalledApp } from '../app-catalogue.js';
import type { AppEndpoint } from './app-runtime.js';

/** How a start of an app came to its end. */
export interface AppExit {
  exitCode: number | null;
  /** Killed because it used more memory than it may. */
  oomKilled?: boolean;
}

/** What a running app uses: bytes, and percent of one core. */
export interface AppUsage {
  memoryBytes: number;
  cpuPercent: number;
}

/** One start of an app. */
export interface RunningApp {
  readonly endpoint: AppEndpoint;
  /** Resolves when it ended without being asked to; after {@link stop} it may stay open. */
  readonly exited: Promise<AppExit>;
  /** Whether it answers its health path in time; never rejects. */
  healthy(withinMs: number): Promise<boolean>;
  usage(): Promise<AppUsage>;
  /** Resolves once it is gone. A second call does nothing. */
  stop(): Promise<void>;
}

/** What a launcher reports by itself, long after a call. */
export interface LauncherEvents {
  /** An app runs that this launcher did not start, so nobody holds its secret. */
  onStray(appId: string): void;
  /** What carries the apps cannot be reached; said once for each time it goes away. */
  onTrouble(error: unknown): void;
}

/** Starts apps. Adapters: child processes, and containers through the updater. It knows nothing of idling or crashes. */
export interface AppLauncher {
  /** Resolves once the app was started, before it answers. Throws ENGINE_UNAVAILABLE when that is not the app's fault. */
  launch(app: InstalledApp, onLine: (line: string) => void): Promise<RunningApp>;
  /** Ends what an earlier life of the gateway, or somebody else, left running of the app. */
  clear(app: InstalledApp): Promise<void>;
  /** Begins to report; called once. */
  watch(events: LauncherEvents): void;
  /** The last lines that the app printed, oldest first; also after it ended. */
  logs(app: InstalledApp): Promise<string[]>;
  /** Latest attempts of apps to reach what they may not reach; none where nothing stands between them and the network. */
  refusals(): Promise<EgressRefusal[]>;
  /** Lets go of everything, once no app runs any more. */
  close(): Promise<void>;
}
