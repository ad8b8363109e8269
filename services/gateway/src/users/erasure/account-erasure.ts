import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { PasswordHasher } from '../../auth/password-hasher.js';
import { AccountBelongings } from './account-belongings.js';
import { AccountErasureRepository } from './account-erasure.repository.js';
import { DeadCredentialsNotice } from './dead-credentials-notice.js';

const SWEEP_MS = 15_000;
const AT_ONCE = 100;

/**
 * Erases accounts: first it is written down that one must go and its credentials die, then keys and content, then its row.
 * What was broken off is finished at the next start or sweep.
 */
@Injectable()
export class AccountErasure implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly accounts: AccountErasureRepository,
    private readonly passwords: PasswordHasher,
    private readonly notice: DeadCredentialsNotice,
    private readonly belongings: AccountBelongings,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS);
    this.timer.unref();
    void this.sweep();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Resolves when the account is nobody's any more, and as a rule when it is erased. @throws DomainError PASSWORD_WRONG, LAST_ADMIN */
  async erase(userId: string, password: string): Promise<void> {
    if (!(await this.passwords.verify(await this.accounts.passwordHashOf(userId), password))) throw new DomainError('PASSWORD_WRONG');
    this.notice.give(await this.accounts.condemn(userId));
    await this.attempt(userId);
  }

  /** Finishes every erasure that has begun. */
  async sweep(): Promise<void> {
    this.sweeping ??= this.sweepOnce().finally(() => (this.sweeping = undefined));
    await this.sweeping;
  }

  private async sweepOnce(): Promise<void> {
    const condemned = await this.accounts.condemned(AT_ONCE).catch((cause: unknown) => {
      this.logger.warn('accounts to erase could not be looked for', { cause });
      return [];
    });
    for (const userId of condemned) await this.attempt(userId);
  }

  private async attempt(userId: string): Promise<void> {
    try {
      await this.belongings.erase(userId);
      await this.accounts.erase(userId);
      this.logger.log('an account was erased', { userId });
    } catch (cause) {
      this.logger.warn('an account is not yet erased', { userId, cause });
    }
  }
}
