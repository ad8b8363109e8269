import { timingSafeEqual, type KeyObject } from 'node:crypto';
import { DomainError } from '@mateship/contracts';
import { macOf } from './mac-text.js';
import { NonceMemory } from './nonce-memory.js';

const WINDOW_MS = 60_000;
/** Both ends run on one machine or on synchronised ones; what claims to come from later than this is refused. */
const AHEAD_MS = 5_000;
const HEADER = /^v1 (\d{1,15}) ([\w-]{22}) ([\w-]{43})$/;

/** What the receiver of an internal request knows when it checks the sender. */
export interface ReceivedRequest {
  method: string;
  /** Path with its query, exactly as it was received. */
  path: string;
  header: string | undefined;
  bodyHash: string;
  invocation?: string | undefined;
}

/** Checks who sent an internal request, that it is for us, untouched, under 60 seconds old and the first of its kind. */
export class MacVerifier {
  private readonly seen: NonceMemory;

  constructor(
    private readonly key: KeyObject,
    private readonly audience: string,
    private readonly clock: () => number = Date.now,
  ) {
    this.seen = new NonceMemory(WINDOW_MS + AHEAD_MS, clock());
  }

  /** @throws DomainError CALLER_UNTRUSTED, the same for every reason. */
  verify(request: ReceivedRequest): void {
    const [, unixMs, nonce, mac] = HEADER.exec(request.header ?? '') ?? [];
    if (unixMs === undefined || nonce === undefined || mac === undefined) throw new DomainError('CALLER_UNTRUSTED');
    const now = this.clock();
    const age = now - Number(unixMs);
    const { method, path, bodyHash, invocation = '' } = request;
    const expected = Buffer.from(macOf(this.key, { audience: this.audience, method, path, unixMs, nonce, bodyHash, invocation }), 'base64url');
    const given = Buffer.from(mac, 'base64url');
    const genuine = given.length === expected.length && timingSafeEqual(given, expected);
    if (!genuine || age > WINDOW_MS || age < -AHEAD_MS || !this.seen.accept(nonce, now)) throw new DomainError('CALLER_UNTRUSTED');
  }
}
