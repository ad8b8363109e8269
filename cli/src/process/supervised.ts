import { setTimeout as sleep } from 'node:timers/promises';
import type { Unit } from './unit.js';

/** Pauses between restarts, in milliseconds. */
export interface BackOff {
  first: number;
  longest: number;
  /** A unit that ran this long starts again with the first pause. */
  healthyAfter: number;
}

const BACK_OFF: BackOff = { first: 200, longest: 10_000, healthyAfter: 30_000 };

/** Told about everything that happens to a unit after its first start. */
export type Report = (event: { unit: string; kind: 'ended' | 'ready' | 'failed'; detail: string }) => void;

/** Keeps a unit running: starts it again, with growing pauses, whenever it ends without being asked to. */
export class Supervised {
  readonly #stopping = new AbortController();
  #watching: Promise<void> = Promise.resolve();

  constructor(
    readonly unit: Unit,
    private readonly report: Report,
    private readonly backOff: BackOff = BACK_OFF,
  ) {}

  /** Rejects when the very first start fails: that needs a person, not a retry. */
  async start(): Promise<void> {
    await this.unit.start();
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.unit.stop();
    await this.#watching;
    // A restart may have been under way.
    await this.unit.stop();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    let pause = this.backOff.first;
    for (let since = Date.now(); ; since = Date.now()) {
      const how = await this.unit.exited;
      if (signal.aborted) return;
      if (Date.now() - since >= this.backOff.healthyAfter) pause = this.backOff.first;
      this.report({ unit: this.unit.name, kind: 'ended', detail: `${how}; starting again in ${pause / 1000} s` });
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      pause = Math.min(pause * 2, this.backOff.longest);
      await this.#startAgain();
    }
  }

  async #startAgain(): Promise<void> {
    try {
      await this.unit.start();
      this.report({ unit: this.unit.name, kind: 'ready', detail: '' });
    } catch (error) {
      this.report({ unit: this.unit.name, kind: 'failed', detail: (error as Error).message });
    }
  }
}
