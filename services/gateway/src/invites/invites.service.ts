import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Invite, type Role } from '@mateship/contracts';
import type { EntityManager } from 'typeorm';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { FirstInvite } from './first-invite.js';
import { hashInviteToken, inviteUrl, newInviteToken } from './invite-token.js';
import { InvitesRepository, type ClaimedInvite, type InviteState } from './invites.repository.js';

export interface InviteCheck {
  valid: boolean;
  reason: 'used' | 'unknown' | null;
  role: Role | null;
}

/** Invites: each makes one account. */
@Injectable()
export class InvitesService {
  constructor(
    private readonly invites: InvitesRepository,
    private readonly firstInvite: FirstInvite,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'publicUrl'>,
  ) {}

  async create(createdBy: string, options: { role: Role; expiresInDays: number }): Promise<Invite & { token: string; url: string }> {
    const token = newInviteToken();
    const invite = await this.invites.insert({ id: randomUUID(), hash: hashInviteToken(token), createdBy, ...options });
    return { ...invite, token, url: inviteUrl(this.config.publicUrl, token) };
  }

  list(): Promise<Invite[]> {
    return this.invites.list();
  }

  async revoke(id: string): Promise<void> {
    if (!(await this.invites.deleteUnused(id))) throw new DomainError('NOT_FOUND');
  }

  async check(token: string): Promise<InviteCheck> {
    const state = await this.invites.findState(hashInviteToken(token));
    const reason = reasonAgainst(state);
    return { valid: reason === null, reason, role: state && reason === null ? state.role : null };
  }

  /** Throws INVITE_USED or INVITE_INVALID when claiming would fail anyway; cheap, so that no password is hashed for nothing. */
  async requireUsable(token: string): Promise<void> {
    refuse(await this.invites.findState(hashInviteToken(token)));
  }

  /** Uses the invite up for a new account, inside the caller's transaction. */
  async claim(manager: EntityManager, token: string, userId: string): Promise<ClaimedInvite> {
    const hash = hashInviteToken(token);
    const claimed = await this.invites.claim(manager, hash, userId);
    if (claimed) return claimed;
    refuse(await this.invites.findState(hash, manager));
    throw new DomainError('INVITE_INVALID');
  }

  /** Takes the first start's invite out of the file that held it. */
  closeFirst(): Promise<void> {
    return this.firstInvite.close();
  }
}

function reasonAgainst(state: InviteState | null): InviteCheck['reason'] {
  if (state?.used) return 'used';
  return !state || state.expired ? 'unknown' : null;
}

function refuse(state: InviteState | null): void {
  const reason = reasonAgainst(state);
  if (reason) throw new DomainError(reason === 'used' ? 'INVITE_USED' : 'INVITE_INVALID');
}
