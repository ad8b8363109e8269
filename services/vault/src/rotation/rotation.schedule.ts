import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { RewrapWorker } from './rewrap.worker.js';
import { RotationService } from './rotation.service.js';

const ROUND_MS = 3_600_000;

/** Goes on with what was cut off when the service starts, and looks every hour whether a rotation is due. */
@Injectable()
export class RotationSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly rotation: RotationService,
    private readonly worker: RewrapWorker,
    private readonly logger: JsonLogger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.round(), ROUND_MS).unref();
    await this.round();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async round(): Promise<void> {
    try {
      await this.rotation.settle();
      await this.rotation.rotateIfDue();
    } catch (error) {
      this.logger.error('the keys could not be rotated as scheduled', { reason: error instanceof Error ? error.message : String(error) });
    }
    this.worker.start();
  }
}
