import type { Targets } from './targets.js';

/** One thing that a hostile app tries. The script runs in the app and, word for word the same, in the unlocked control. */
export interface Attempt {
  /** Completes "cannot …". */
  name: string;
  /** The body of an async function, with the functions of image/wire.mjs and image/system.mjs. */
  script: (at: Targets) => string;
  /** What it gives where nothing is locked. */
  succeeds: unknown;
  /** How it fails in the app. */
  fails: RegExp;
  /** What the egress proxy notes about it. */
  refused?: (at: Targets) => { host: string; port: number };
}

/** What became of an attempt. */
export interface Outcome {
  name: string;
  value: unknown;
  error: string | null;
}

/** Text, or a list of texts, as a literal of a script. */
export const quoted = (text: string | readonly string[]): string => JSON.stringify(text);
