import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { replaceSecretFile, readSecretFile } from '../auth/secret-file.js';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { UsersRepository } from '../users/users.repository.js';
import { hashInviteToken, newInviteToken } from './invite-token.js';
import { InvitesRepository } from './invites.repository.js';

/**
 * The invite that makes the first admin. While there is no admin, its token lies in a file for the launcher to
 * show; the database keeps only its hash. A crash between using it and removing the file is put right at the next start.
 */
@Injectable()
export class FirstInvite implements OnApplicationBootstrap {
  constructor(
    private readonly invites: InvitesRepository,
    private readonly users: UsersRepository,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'firstInviteFile'>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (await this.users.adminExists()) await this.close();
    else if (!(await this.stillOpen())) await this.open();
  }

  async close(): Promise<void> {
    await this.invites.deleteUnusedFirst();
    await rm(this.config.firstInviteFile, { force: true });
  }

  private async open(): Promise<void> {
    const token = newInviteToken();
    await this.invites.replaceFirst({ id: randomUUID(), hash: hashInviteToken(token), role: 'admin', createdBy: null, expiresInDays: null });
    await replaceSecretFile(this.config.firstInviteFile, token);
  }

  private async stillOpen(): Promise<boolean> {
    const token = await readSecretFile(this.config.firstInviteFile);
    const state = token && (await this.invites.findState(hashInviteToken(token.trim())));
    return Boolean(state && !state.used && !state.expired);
  }
}
