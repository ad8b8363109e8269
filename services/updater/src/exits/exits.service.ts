import { PassThrough, type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AppExited, DomainError } from '@mateship/contracts';
import { readJsonLines } from '@mateship/service-kit';
import { InstalledApps } from '../apps/installed-apps.js';
import { BrokerClient } from '../broker/broker.client.js';

const MOST_STREAMS = 4;
const HEARTBEAT_MS = 10_000;
/** A reader that does not read is let go before it costs memory. */
const MOST_WAITING_BYTES = 64 * 1024;

/**
 * Passes exits of apps on as they happen. A stream lasts as long as the one of the broker behind it: when that breaks,
 * ours ends, so that its reader comes back and asks for what it may have missed.
 */
@Injectable()
export class ExitsService {
  private readonly open = new Set<PassThrough>();

  constructor(
    private readonly apps: InstalledApps,
    private readonly broker: BrokerClient,
  ) {}

  /** JSON lines of {@link AppExited}, and an empty line every ten seconds. */
  async follow(): Promise<Readable> {
    if (this.open.size >= MOST_STREAMS) throw new DomainError('STREAM_LIMIT', { retryAfter: 1 });
    const output = new PassThrough();
    this.open.add(output);
    const leaving = new AbortController();
    const heartbeat = setInterval(() => output.write('\n'), HEARTBEAT_MS);
    output.once('close', () => {
      clearInterval(heartbeat);
      this.open.delete(output);
      leaving.abort();
    });
    try {
      const events = await this.broker.events(leaving.signal);
      // Sends the headers; the reader then knows that nothing is missed from here on.
      output.write('\n');
      void this.pass(events, output);
      return output;
    } catch (error) {
      output.destroy();
      throw error;
    }
  }

  /** Ends every stream. */
  async end(): Promise<void> {
    for (const output of this.open) output.end();
  }

  private async pass(events: Readable, output: PassThrough): Promise<void> {
    try {
      for await (const exit of readJsonLines(events, AppExited)) {
        if (this.apps.has(exit.app)) output.write(`${JSON.stringify(exit)}\n`);
        if (output.writableLength > MOST_WAITING_BYTES) break;
      }
    } catch {
      // The broker went away; the reader learns it by the end of its stream.
    } finally {
      output.end();
    }
  }
}
