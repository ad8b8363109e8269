import type { Invite } from '@mateship/contracts';

/** Where an invite is in its life; only an open one can still be used or revoked. */
export function inviteState({ usedAt, expiresAt }: Pick<Invite, 'usedAt' | 'expiresAt'>, now: number): 'open' | 'used' | 'expired' {
  if (usedAt) return 'used';
  return expiresAt && Date.parse(expiresAt) <= now ? 'expired' : 'open';
}
