import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { DomainError } from '@mateship/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { policyOf } from '../access.policy.js';
import { strictLimitOf, type Limit } from './limits.js';
import { GENERAL } from './throttlers.js';
import { callerOf } from './trackers.js';

type Kind = 'unlimited' | 'general' | 'strict';

/** Limits requests by caller and, on the routes that guessing is worth while, by address and named account too. */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  protected override headerPrefix = 'RateLimit';
  private readonly kinds = new WeakMap<object, Kind>();
  private general!: Limit;

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    const { limit, ttl } = this.throttlers.find(({ name }) => name === GENERAL)!;
    this.general = { limit: Number(limit), ttl: Number(ttl) };
  }

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
    throw refusal(context.switchToHttp().getResponse<FastifyReply>(), detail.limit, detail.timeToBlockExpire);
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

  /** What the library does for one throttler, in one step: it awaits each of tracker, key and count, and sets each header for itself. */
  private async countGeneral(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const { limit, ttl } = this.general;
    const key = callerOf(http.getRequest<FastifyRequest>());
    const { totalHits, timeToExpire, isBlocked, timeToBlockExpire } = await this.storageService.increment(key, ttl, limit, ttl, GENERAL);
    if (isBlocked) throw refusal(reply, limit, timeToBlockExpire);
    reply.headers({ 'RateLimit-Limit': limit, 'RateLimit-Remaining': limit - totalHits, 'RateLimit-Reset': timeToExpire });
    return true;
  }
}

function refusal(reply: FastifyReply, limit: number, seconds: number): DomainError {
  reply.headers({ 'RateLimit-Limit': limit, 'RateLimit-Remaining': 0, 'RateLimit-Reset': seconds });
  return new DomainError('RATE_LIMITED', { retryAfter: seconds });
}
