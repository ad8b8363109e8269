/** One part of the server that the launcher keeps running. */
export interface Unit {
  readonly name: string;
  /** The process that runs now. */
  readonly pid: number | null;
  /** Starts a process and resolves when it is ready; rejects with a sentence when it ends before. */
  start(): Promise<void>;
  /** Resolves when no process of this unit runs any more. */
  stop(): Promise<void>;
  /** Resolves with how it ended, in words, when the process that runs now has ended. */
  readonly exited: Promise<string>;
}
