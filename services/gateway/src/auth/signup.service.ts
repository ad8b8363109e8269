import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SignupRequest, User } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource } from 'typeorm';
import { InvitesService } from '../invites/invites.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { EmailCodesService } from './email-codes.service.js';
import { OpeningBalance } from './opening-balance.js';
import { PasswordHasher } from './password-hasher.js';

/** Turns an invite into an account: both change in one transaction, or neither. */
@Injectable()
export class SignupService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly invites: InvitesService,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordHasher,
    private readonly emailCodes: EmailCodesService,
    private readonly openingBalance: OpeningBalance,
  ) {}

  async signup(request: SignupRequest): Promise<{ user: User; emailVerificationRequired: boolean }> {
    await this.invites.requireUsable(request.inviteToken);
    const passwordHash = await this.passwords.hash(request.password);
    const { user, afterCommit } = await this.create(request, passwordHash);
    await afterCommit();
    return { user, emailVerificationRequired: !user.emailVerified };
  }

  /** The invite is claimed first: of callers that come at once all but one wait for it and find it used. */
  private create(request: SignupRequest, passwordHash: string): Promise<{ user: User; afterCommit: () => Promise<void> }> {
    const id = randomUUID();
    const { username, email } = request;
    return withTransaction(this.dataSource, async (manager) => {
      const invite = await this.invites.claim(manager, request.inviteToken, id);
      const user = await this.users.insert(manager, { id, username, email, passwordHash, role: invite.role, emailVerified: invite.first });
      await this.openingBalance.open(manager, id);
      return { user, afterCommit: invite.first ? () => this.invites.closeFirst() : await this.emailCodes.issue(manager, user) };
    });
  }
}
