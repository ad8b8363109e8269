import { Injectable } from '@nestjs/common';
import { DomainError, type ErrorCode } from '@mateship/contracts';
import { Strategy, type StrategyOptionsWithoutRequest } from 'passport-jwt';
import { z } from 'zod';
import { ACCESS_TOKEN_TYPE, AccessClaims } from './access-token.js';
import { SIGNING_ALGORITHM, SigningKeys, type SigningKey } from './signing-keys.js';

interface Presented {
  token: string;
}

type KeyCallback = (error: unknown, key?: SigningKey['publicKey']) => void;

/** No other member may be there: `jwk`, `jku`, `x5c`, `crit` and their like can only mislead. */
const Header = z.strictObject({ alg: z.literal(SIGNING_ALGORITHM), typ: z.string(), kid: z.string() });

const REASONS: Record<string, ErrorCode> = { TokenExpiredError: 'TOKEN_EXPIRED', NotBeforeError: 'TOKEN_EXPIRED' };

/** Turns an access token into its claims: signature and times by passport-jwt, everything it may not choose by us. */
@Injectable()
export class TokenVerifier {
  private readonly strategy: Strategy;

  constructor(private readonly keys: SigningKeys) {
    const options = {
      jwtFromRequest: (presented: Presented) => presented.token,
      algorithms: [SIGNING_ALGORITHM],
      secretOrKeyProvider: (_presented: Presented, token: string, done: KeyCallback) => this.giveKey(token, done),
    };
    // The typings know PEM only; jsonwebtoken takes KeyObjects, which need no parsing per call.
    this.strategy = new Strategy(options as unknown as StrategyOptionsWithoutRequest, (payload, done) => done(null, payload));
  }

  async verify(token: string): Promise<AccessClaims> {
    const payload = await this.authenticate({ token });
    const claims = AccessClaims.safeParse(payload);
    if (claims.success) return claims.data;
    throw new DomainError(faultOf(claims.error), { cause: claims.error });
  }

  /** Runs the strategy as passport would, without passport's process-wide registry and its additions to the request. */
  private authenticate(presented: Presented): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const attempt = Object.create(this.strategy) as Strategy;
      attempt.success = resolve;
      attempt.error = reject;
      attempt.fail = (reason: unknown) => reject(toTokenError(reason));
      attempt.authenticate(presented as never);
    });
  }

  private giveKey(token: string, done: KeyCallback): void {
    const header = Header.safeParse(parseHeader(token));
    const key = header.success ? this.keys.find(header.data.kid) : undefined;
    if (!header.success || key?.alg !== header.data.alg) return done(new DomainError('TOKEN_INVALID'));
    if (header.data.typ !== ACCESS_TOKEN_TYPE) return done(new DomainError('TOKEN_TYPE'));
    done(null, key.publicKey);
  }
}

function parseHeader(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.', 1)[0]!, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function toTokenError(reason: unknown): DomainError {
  if (reason instanceof DomainError) return reason;
  const name = reason instanceof Error ? reason.name : '';
  return new DomainError(REASONS[name] ?? 'TOKEN_INVALID', { cause: reason });
}

function faultOf(error: z.ZodError): ErrorCode {
  const wrong = new Set(error.issues.map((issue) => issue.path[0]));
  if (wrong.has('exp')) return 'TOKEN_EXPIRED';
  if (wrong.has('typ')) return 'TOKEN_TYPE';
  if (wrong.has('aud')) return 'TOKEN_AUDIENCE';
  return 'TOKEN_INVALID';
}
