import { setTimeout as pause } from 'node:timers/promises';
import { AppExited } from '@mateship/contracts';
import { readJsonLines } from '@mateship/service-kit';
import type { UpdaterClient } from './updater.client.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export interface ExitListener {
  /** The stream is there; what happened before has to be asked for. A failure counts as one of the stream. */
  onConnected(signal: AbortSignal): Promise<void>;
  onExit(exit: AppExited): void;
  /** Said once for each time that the stream goes away. */
  onTrouble(error: unknown): void;
}

/** Follows the updater's stream of exits, and takes it up again by itself whenever it breaks. */
export class ExitStream {
  private readonly closing = new AbortController();
  private readonly following: Promise<void>;

  constructor(
    private readonly updater: UpdaterClient,
    private readonly listener: ExitListener,
  ) {
    this.following = this.follow();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    let wait = FIRST_PAUSE_MS;
    while (!this.closing.signal.aborted) {
      try {
        await this.read(() => (wait = FIRST_PAUSE_MS));
      } catch (error) {
        if (!this.closing.signal.aborted && wait === FIRST_PAUSE_MS) this.listener.onTrouble(error);
      }
      await pause(wait, undefined, { signal: this.closing.signal, ref: false }).catch(() => undefined);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  }

  private async read(onConnected: () => void): Promise<void> {
    const { signal } = this.closing;
    const body = await this.updater.exits(signal);
    try {
      await this.listener.onConnected(signal);
    } catch (error) {
      body.on('error', () => undefined).destroy();
      throw error;
    }
    onConnected();
    for await (const exit of readJsonLines(body, AppExited)) this.listener.onExit(exit);
  }
}
