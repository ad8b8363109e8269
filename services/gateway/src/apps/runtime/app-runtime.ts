import type { AppState } from '@mateship/contracts';

/** How to reach an app that is awake. A new start gets a new address and a new one-time secret. */
export interface AppEndpoint {
  /** `unix:/path` or `host:port` of the app's listener. */
  target: string;
  /** The 32 bytes that this start of the app was given; both directions' MAC keys derive from it. */
  secret: Buffer;
}

/** The right to call an app; while one is held the app does not fall asleep. */
export interface AppLease {
  endpoint: AppEndpoint;
  release(): void;
}

/** What is known of an app without asking it. */
export interface AppStatus {
  state: AppState;
  lastUsedAt: Date | null;
  lastWakeMs: number | null;
}

/** Starts apps on their first call and stops them when idle: what callers of apps need to know of that. */
export abstract class AppRuntime {
  /**
   * Wakes the app if it sleeps and keeps it awake until the lease is released.
   * Throws APP_WAKING when that takes longer than the caller can wait; it goes on waking.
   * Throws APP_UNAVAILABLE, APP_NEEDS_ATTENTION or ENGINE_UNAVAILABLE when it does not wake.
   */
  abstract acquire(appId: string, withinMs?: number): Promise<AppLease>;
  abstract status(appId: string): AppStatus;
  /** The secret of the running app, for verifying its call-backs; null when it is not awake. */
  abstract secretOf(appId: string): Buffer | null;
  /** Puts the app to sleep now; calls in flight get until the grace period ends. */
  abstract sleep(appId: string): Promise<void>;
  /** Stops everything; no app is started afterwards. */
  abstract shutdown(): Promise<void>;
}
