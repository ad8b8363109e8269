import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { ShareEndings } from './share-endings.js';

const SWEEP_MS = 60_000;

/** Empties links that have ended, at start and then every minute. */
@Injectable()
export class ShareSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly endings: ShareEndings,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweepQuietly();
    this.timer = setInterval(() => void this.sweepQuietly(), SWEEP_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async sweepQuietly(): Promise<void> {
    try {
      await this.endings.sweep();
    } catch (cause) {
      this.logger.warn('ended links could not be emptied', { cause });
    }
  }
}
