import { EnvelopeSuiteError } from '../errors/envelope-suite.errors.js';
import { addressedSuiteOf } from '../suites/registry.js';
import type { AddressedSuite } from '../suites/suite.js';

/** What a party accepts. The caller chooses it for each direction; an envelope never does. */
export interface EnvelopePolicy {
  /** Suites that may be written. */
  readonly seal: readonly number[];
  /** Suites that may be opened. */
  readonly open: readonly number[];
  /** Longest time from `created` to `expires`, milliseconds. It bounds how long ids of opened envelopes must be remembered. */
  readonly maxLifeMs: number;
}

/** Writes X25519 and RSA-3072, opens RSA-2048 too, and lets an envelope live for a day. */
export const DEFAULT_POLICY: EnvelopePolicy = { seal: [0x0010, 0x0002], open: [0x0010, 0x0002, 0x0001], maxLifeMs: 86_400_000 };

/** How far the clock of a sender may be ahead. */
const CLOCK_SKEW_MS = 60_000;

/** The suite, when it is on the list. @throws EnvelopeSuiteError */
export function permittedSuite(id: number, allowed: readonly number[]): AddressedSuite {
  if (!allowed.includes(id)) throw new EnvelopeSuiteError();
  return addressedSuiteOf(id);
}

/** Whether the life of an envelope is as long as the policy allows. */
export function allowsLife(policy: EnvelopePolicy, { created, expires }: { created: number; expires: number }): boolean {
  return expires > created && expires - created <= policy.maxLifeMs;
}

/** Whether `now`, Unix milliseconds, lies within the life of an envelope. */
export function isCurrent(now: number, { created, expires }: { created: number; expires: number }): boolean {
  return created <= now + CLOCK_SKEW_MS && now < expires;
}
