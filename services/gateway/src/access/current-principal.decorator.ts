import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.js';

/** The principal of the request; only on routes whose policy needs one. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new DomainError('UNAUTHENTICATED');
  return principal;
});
