import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { CreditsService } from '../credits/credits.service.js';
import { Sweeper } from '../platform/sweeper.js';
import { ChatRuns } from './chat-runs.js';
import { MessagesRepository } from './messages.repository.js';

const SWEEP_MS = 15_000;
// A row may be stored although its statement failed, when the database dies between the two; nobody writes such an answer.
const GRACE_SECONDS = 20;

/**
 * Answers whose writer died: marked as interrupted and their credits released, at start and then regularly.
 */
@Injectable()
export class AbandonedAnswers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeper = new Sweeper(
    () => this.sweep(GRACE_SECONDS),
    SWEEP_MS,
    (cause) => this.logger.warn('abandoned answers could not be looked for', { cause }),
  );

  constructor(
    private readonly messages: MessagesRepository,
    private readonly credits: CreditsService,
    private readonly runs: ChatRuns,
    private readonly logger: JsonLogger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep(0);
    this.sweeper.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweeper.stop();
  }

  private async sweep(olderThanSeconds: number): Promise<void> {
    const abandoned = await this.messages.interruptAbandoned(this.runs.activeMessageIds(), olderThanSeconds);
    for (const { holdId } of abandoned) if (holdId) await this.credits.release({ id: holdId, amount: 0n });
    await this.credits.releaseExpired();
    if (abandoned.length > 0) this.logger.warn('answers were interrupted', { count: abandoned.length });
  }
}
