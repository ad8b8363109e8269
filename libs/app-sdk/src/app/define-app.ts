import type { AppLog } from '../calls/skill-context.js';
import type { Skill } from '../skills/define-skill.js';

/** What an app has besides single calls. */
export interface AppHost {
  log: AppLog;
  /** The app's own folder; null unless the manifest says `storage: true`. */
  dataFolder: string | null;
  /** A secret that the manifest declares; null until an admin has set it. */
  secret(name: string): Promise<string | null>;
}

/** An app as a whole: its manifest and its skills. */
export interface App {
  /** Path of app.yaml; a relative one is looked for beside the bundle, then in the working folder. */
  manifestFile: string;
  skills: readonly Skill[];
  /** Runs once before the first call. Keep it short: the first caller waits for it. */
  start?(host: AppHost): void | Promise<void>;
  /** Runs once after the last call. */
  stop?(): void | Promise<void>;
}

/** Declares an app. Its skills and those of the manifest must be the same, which is checked when it starts. */
export function defineApp(app: App): App {
  return app;
}
