import { normalizeIp } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import '../forwarded.js';
import { normaliseLogin } from '../../users/login-name.js';

/**
 * The client's address in one spelling: IPv4-mapped IPv6 is its IPv4 address, and an IPv6 network of 64 bits is one
 * client. It is the peer's, or what a trusted proxy says; `unix` where a Unix socket leaves nothing to tell clients apart by.
 */
export function addressOf(request: FastifyRequest): string {
  return normalizeIp(request.forwarded?.address ?? request.socket.remoteAddress ?? 'unix');
}

/** Who uses up the general limit: the account with all its sessions and keys, else the address. */
export function callerOf(request: FastifyRequest): string {
  return request.principal ? request.principal.userId : addressOf(request);
}

/** The account that a field of the body names, however it is spelled; the address when it names none. */
export function namedAccountOf(request: FastifyRequest, field: string): string {
  const body: unknown = request.body;
  const name = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined;
  return typeof name === 'string' ? normaliseLogin(name.slice(0, 254)) : addressOf(request);
}
