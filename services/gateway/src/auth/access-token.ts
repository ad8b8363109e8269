import { sign } from 'node:crypto';
import { Role } from '@mateship/contracts';
import { z } from 'zod';
import type { SigningKey } from './signing-keys.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
export const ACCESS_TOKEN_TYPE = 'at+jwt';
export const ACCESS_TOKEN_AUDIENCE = 'gateway';
export const ACCESS_TOKEN_ISSUER = 'mateship';

/** What an access token says (RFC 9068, with the session as `sid`). */
export const AccessClaims = z.object({
  iss: z.literal(ACCESS_TOKEN_ISSUER),
  aud: z.literal(ACCESS_TOKEN_AUDIENCE),
  typ: z.literal('access'),
  sub: z.uuid(),
  sid: z.uuid(),
  role: Role,
  iat: z.int(),
  exp: z.int(),
});
export type AccessClaims = z.infer<typeof AccessClaims>;

/** Signs a compact JWT (RFC 7515, RFC 7518 §3.4). */
export function signToken(key: SigningKey, claims: Record<string, unknown>, type = ACCESS_TOKEN_TYPE): string {
  const head = encode({ alg: key.alg, typ: type, kid: key.kid });
  const text = `${head}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

/** The access token of a session, valid for {@link ACCESS_TOKEN_SECONDS} from `now` (milliseconds). */
export function issueAccessToken(key: SigningKey, session: { id: string; userId: string; role: Role }, now = Date.now()): string {
  const iat = Math.floor(now / 1000);
  const claims: AccessClaims = {
    iss: ACCESS_TOKEN_ISSUER,
    aud: ACCESS_TOKEN_AUDIENCE,
    typ: 'access',
    sub: session.userId,
    sid: session.id,
    role: session.role,
    iat,
    exp: iat + ACCESS_TOKEN_SECONDS,
  };
  return signToken(key, claims);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
