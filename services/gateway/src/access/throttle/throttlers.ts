import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { strictLimitOf, type StrictLimit, type ThrottleLimits } from './limits.js';
import { addressOf, namedAccountOf } from './trackers.js';

/** Name of the throttler that counts every request. */
export const GENERAL = 'default';

/** The three throttlers of the gateway in the library's terms: general, strict by address, strict by named account. */
export function throttlersFor(limits: ThrottleLimits): ThrottlerOptions[] {
  const strict = (context: ExecutionContext): StrictLimit | undefined => {
    const name = strictLimitOf(context.getHandler());
    return name && limits.strict[name];
  };
  return [
    { name: GENERAL, ...limits.general },
    {
      name: 'address',
      limit: (context) => strict(context)!.address.limit,
      ttl: (context) => strict(context)!.address.ttl,
      skipIf: (context) => strict(context) === undefined,
      getTracker: (request) => addressOf(request as FastifyRequest),
      setHeaders: false,
    },
    {
      name: 'account',
      limit: (context) => strict(context)!.account!.limit,
      ttl: (context) => strict(context)!.account!.ttl,
      skipIf: (context) => strict(context)?.account === undefined,
      getTracker: (request, context) => namedAccountOf(request as FastifyRequest, strict(context)!.account!.field),
      setHeaders: false,
    },
  ];
}
