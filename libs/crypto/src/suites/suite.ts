import type { Step } from '../chunked/step.js';

/** One way to encrypt content. A new one is a file of its own and a line in registry.ts. */
export interface Suite {
  /** Number in the envelope header, u16. */
  readonly id: number;
  readonly name: string;
  /** Starts a message under a fresh random salt. `context` is bound into the derived keys. */
  createSealer(secret: Uint8Array, context: Uint8Array): Step;
  /** Starts to open a message; its update may throw any Error, the envelope makes them one. */
  createOpener(secret: Uint8Array, context: Uint8Array): Step;
}
