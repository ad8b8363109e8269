import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.js';

/** The principal of a request; only on routes whose policy needs one. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw new DomainError('UNAUTHENTICATED');
  return principal;
}

/** {@link principalOf} as a parameter of a handler. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
