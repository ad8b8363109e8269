import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { DomainError } from '@mateship/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { policyOf } from '../access.policy.js';
import { strictLimitOf } from './limits.js';
import { callerOf } from './trackers.js';

/** Limits requests by caller and, on the routes that guessing is worth while, by address and named account too. */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  protected override headerPrefix = 'RateLimit';

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    const policy = policyOf(context.getHandler());
    return policy !== undefined && ('internal' in policy || 'app' in policy);
  }

  protected override getTracker(request: FastifyRequest): Promise<string> {
    return Promise.resolve(callerOf(request));
  }

  protected override generateKey(context: ExecutionContext, tracker: string, throttler: string): string {
    return throttler === 'default' ? tracker : `${strictLimitOf(context.getHandler())} ${tracker}`;
  }

  protected override async throwThrottlingException(context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    reply.headers({ 'RateLimit-Limit': detail.limit, 'RateLimit-Remaining': 0, 'RateLimit-Reset': detail.timeToBlockExpire });
    throw new DomainError('RATE_LIMITED', { retryAfter: detail.timeToBlockExpire });
  }
}
