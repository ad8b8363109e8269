import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { Sweeper } from '../platform/sweeper.js';
import { ShareEndings } from './share-endings.js';

const SWEEP_MS = 60_000;

/** Empties links that have ended, at start and then every minute. */
@Injectable()
export class ShareSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeper = new Sweeper(
    () => this.endings.sweep(),
    SWEEP_MS,
    (cause) => this.logger.warn('ended links could not be emptied', { cause }),
  );

  constructor(
    private readonly endings: ShareEndings,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeper.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweeper.stop();
  }
}
