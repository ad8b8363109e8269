import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { PasswordHasher } from '../../auth/password-hasher.js';
import { Sweeper } from '../../platform/sweeper.js';
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
  private readonly sweeper = new Sweeper(
    () => this.sweepOnce(),
    SWEEP_MS,
    (cause) => this.logger.warn('accounts to erase could not be looked for', { cause }),
  );

  constructor(
    private readonly accounts: AccountErasureRepository,
    private readonly passwords: PasswordHasher,
    private readonly notice: DeadCredentialsNotice,
    private readonly belongings: AccountBelongings,
    private readonly logger: JsonLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeper.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sweeper.stop();
  }

  /** Resolves when the account is nobody's any more, and as a rule when it is erased. @throws DomainError PASSWORD_WRONG, LAST_ADMIN */
  async erase(userId: string, password: string): Promise<void> {
    if (!(await this.passwords.verify(await this.accounts.passwordHashOf(userId), password))) throw new DomainError('PASSWORD_WRONG');
    this.notice.give(await this.accounts.condemn(userId));
    await this.attempt(userId);
  }

  /** Finishes every erasure that has begun. */
  sweep(): Promise<void> {
    return this.sweeper.sweep();
  }

  private async sweepOnce(): Promise<void> {
    const condemned = await this.accounts.condemned(AT_ONCE);
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
