import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { DomainError } from '@mateship/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { policyOf } from '../access.policy.js';
import { strictLimitOf } from './limits.js';
import { GENERAL } from './throttlers.js';
import { callerOf } from './trackers.js';

type Kind = 'unlimited' | 'general' | 'strict';

/** Limits requests by caller and, on the routes that guessing is worth while, by address and named account too. */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  protected override headerPrefix = 'RateLimit';
  private readonly kinds = new WeakMap<object, Kind>();

  /** The library reads a dozen pieces of metadata per request; most routes need only one counter, so they take the short way. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const kind = this.kindOf(context.getHandler());
    if (kind === 'unlimited') return true;
    return kind === 'strict' ? super.canActivate(context) : this.countGeneral(context);
  }

  protected override getTracker(request: FastifyRequest): Promise<string> {
    return Promise.resolve(callerOf(request));
  }

  protected override generateKey(context: ExecutionContext, tracker: string, throttler: string): string {
    return throttler === GENERAL ? tracker : `${strictLimitOf(context.getHandler())} ${tracker}`;
  }

  protected override async throwThrottlingException(context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    reply.headers({ 'RateLimit-Limit': detail.limit, 'RateLimit-Remaining': 0, 'RateLimit-Reset': detail.timeToBlockExpire });
    throw new DomainError('RATE_LIMITED', { retryAfter: detail.timeToBlockExpire });
  }

  private kindOf(handler: object): Kind {
    const known = this.kinds.get(handler);
    if (known) return known;
    const policy = policyOf(handler);
    const isFree = policy !== undefined && ('internal' in policy || 'app' in policy || 'unthrottled' in policy);
    const kind: Kind = isFree ? 'unlimited' : strictLimitOf(handler) ? 'strict' : 'general';
    this.kinds.set(handler, kind);
    return kind;
  }

  private countGeneral(context: ExecutionContext): Promise<boolean> {
    const throttler = this.throttlers.find(({ name }) => name === GENERAL)!;
    const limit = Number(throttler.limit);
    const ttl = Number(throttler.ttl);
    return this.handleRequest({
      context,
      limit,
      ttl,
      throttler,
      blockDuration: ttl,
      getTracker: (request) => callerOf(request as FastifyRequest),
      generateKey: (_context, tracker) => tracker,
    });
  }
}
