import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DomainError, type User } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';
import { Mailer } from '../mail/mailer.js';
import { UsersRepository } from '../users/users.repository.js';
import { EmailCodesRepository } from './email-codes.repository.js';

const DIGITS = 6;
const MINUTES = 15;
const MAX_TRIES = 5;

/** Codes that prove an e-mail address: six digits, 15 minutes, five tries. */
@Injectable()
export class EmailCodesService {
  private readonly logger = new Logger(EmailCodesService.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly codes: EmailCodesRepository,
    private readonly users: UsersRepository,
    private readonly mailer: Mailer,
  ) {}

  /** Makes a code within the caller's transaction; the returned function mails it, and is called after the commit. */
  async issue(manager: EntityManager, user: User): Promise<() => Promise<void>> {
    const code = randomInt(10 ** DIGITS).toString().padStart(DIGITS, '0');
    await this.codes.replace(manager, { userId: user.id, hash: hashOf(user.id, code), lifetimeSeconds: MINUTES * 60 });
    return () => this.mail(user, code);
  }

  /** Sends a new code unless one that still works is on its way. */
  async renew(user: User): Promise<void> {
    if (await this.codes.isLive(user.id, MAX_TRIES)) return;
    const send = await withTransaction(this.dataSource, (manager) => this.issue(manager, user));
    await send();
  }

  /** Confirms the address. Every fault, an unknown address too, is the same CODE_INVALID. */
  async verify(email: string, code: string): Promise<User> {
    const account = await this.users.findByLogin(email);
    const expected = account && (await this.codes.takeTry(account.user.id, MAX_TRIES));
    if (!expected || !timingSafeEqual(hashOf(account.user.id, code), expected)) throw new DomainError('CODE_INVALID');
    await withTransaction(this.dataSource, async (manager) => {
      await this.users.markEmailVerified(manager, account.user.id);
      await this.codes.delete(manager, account.user.id);
    });
    return { ...account.user, emailVerified: true };
  }

  /** A mail that cannot be sent does not undo the sign-up: signing in sends a new code. */
  private async mail(user: User, code: string): Promise<void> {
    const text = `Hello ${user.username},\n\nyour code is ${code}. It works for ${MINUTES} minutes.\n\nIf you did not ask for it, ignore this mail.\n`;
    try {
      await this.mailer.send({ to: user.email, subject: `${code} is your confirmation code`, text });
    } catch (error) {
      this.logger.error('a confirmation code could not be mailed', error instanceof Error ? error.stack : error);
    }
  }
}

function hashOf(userId: string, code: string): Buffer {
  return createHash('sha256').update(`${userId}:${code}`).digest();
}
