import { SetMetadata } from '@nestjs/common';

/** How often something may happen within a window. */
export interface Limit {
  limit: number;
  /** Milliseconds. */
  ttl: number;
}

/** The stricter limits of a route: for one address, and for the account that a field of the body names. */
export interface StrictLimit {
  address: Limit;
  account?: Limit & { field: 'login' | 'email' };
}

export type StrictLimitName = 'login' | 'signup' | 'verify' | 'check' | 'share';

export interface ThrottleLimits {
  /** For one account, or for one address where nobody is signed in; over all routes together. */
  general: Limit;
  strict: Record<StrictLimitName, StrictLimit>;
}

const MINUTE = 60_000;
const STRICT_LIMIT = 'mateship:strict-limit';

/** Every limit as a share of the configured requests a minute, so that one setting moves them all. */
export function limitsFor(requestsPerMinute: number): ThrottleLimits {
  const share = (divisor: number) => Math.ceil(requestsPerMinute / divisor);
  return {
    general: { limit: requestsPerMinute, ttl: MINUTE },
    strict: {
      login: { address: { limit: share(20), ttl: MINUTE }, account: { limit: share(60), ttl: 5 * MINUTE, field: 'login' } },
      signup: { address: { limit: share(20), ttl: MINUTE } },
      verify: { address: { limit: share(20), ttl: MINUTE }, account: { limit: share(60), ttl: 15 * MINUTE, field: 'email' } },
      check: { address: { limit: share(10), ttl: MINUTE } },
      share: { address: { limit: share(5), ttl: MINUTE } },
    },
  };
}

/** Puts a route under one of the stricter limits, besides the general one. */
export function StrictThrottle(name: StrictLimitName): MethodDecorator {
  return SetMetadata(STRICT_LIMIT, name);
}

/** The stricter limit of a handler, if it has one. */
export function strictLimitOf(handler: object): StrictLimitName | undefined {
  return Reflect.getMetadata(STRICT_LIMIT, handler) as StrictLimitName | undefined;
}
