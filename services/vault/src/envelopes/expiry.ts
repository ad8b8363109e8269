import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PartyKeys } from '../directory/party-keys.js';
import { EnvelopeRepository } from './envelope.repository.js';

const EVERY_MS = 5 * 60_000;
/** How far the clocks of two vaults on one database may be apart. */
const CLOCK_MARGIN_MS = 3_600_000;

/** Every few minutes, destroys keys that are past their time and forgets the ids of envelopes that nobody opens any more. */
@Injectable()
export class Expiry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Expiry.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keys: PartyKeys,
    private readonly envelopes: EnvelopeRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    try {
      await this.envelopes.purge(new Date(Date.now() - CLOCK_MARGIN_MS));
      await this.keys.purge();
    } catch (error) {
      this.logger.warn(`what has expired was not removed: ${String(error)}`);
    }
  }
}
