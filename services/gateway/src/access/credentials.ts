import { DomainError } from '@mateship/contracts';

/** How each kind of secret begins, so that a secret scanner and the guard know one on sight. */
export const CREDENTIAL_PREFIX = { apiKey: 'msk_', refreshToken: 'msr_', invite: 'msi_' } as const;

const MAX_LENGTH = 4096;
const FORBIDDEN_NAMES = new Set(['access_token', 'refresh_token', 'id_token', 'token', 'api_key', 'apikey', 'api-key', 'key', 'authorization', 'password']);
const SECRET_VALUE = /^(?:msk_|msr_|eyJ[\w-]*\.)/;

/** The bearer credential of an Authorization header. */
export function bearerOf(header: string | undefined): string {
  const credential = header && /^bearer +(\S+) *$/i.exec(header)?.[1];
  if (!credential) throw new DomainError('UNAUTHENTICATED');
  if (credential.length > MAX_LENGTH) throw new DomainError('TOKEN_INVALID');
  return credential;
}

/**
 * Addresses end up in logs and histories, so one that holds a credential is refused before anything reads it.
 * Pages are left alone: an invite link carries its token.
 */
export function refuseCredentialInUrl(url: string): void {
  const start = url.indexOf('?');
  if (start === -1 || !url.startsWith('/v1/')) return;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    if (FORBIDDEN_NAMES.has(name.toLowerCase()) || SECRET_VALUE.test(value)) throw new DomainError('CREDENTIAL_IN_URL');
  }
}
