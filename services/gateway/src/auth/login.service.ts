import { Injectable } from '@nestjs/common';
import { DomainError, type LoginRequest } from '@mateship/contracts';
import { UsersRepository } from '../users/users.repository.js';
import { EmailCodesService } from './email-codes.service.js';
import { PasswordHasher } from './password-hasher.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';

@Injectable()
export class LoginService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: PasswordHasher,
    private readonly emailCodes: EmailCodesService,
    private readonly sessions: SessionsService,
  ) {}

  /** Only who knows the password learns anything about the account. */
  async login({ login, password }: LoginRequest): Promise<OpenedSession> {
    const account = await this.users.findByLogin(login);
    const matches = await this.passwords.verify(account?.passwordHash ?? null, password);
    if (!account || !matches) throw new DomainError('CREDENTIALS_INVALID');
    if (account.suspended) throw new DomainError('ACCOUNT_SUSPENDED');
    if (!account.user.emailVerified) {
      await this.emailCodes.renew(account.user);
      throw new DomainError('EMAIL_NOT_VERIFIED');
    }
    return this.sessions.open(account.user);
  }
}
