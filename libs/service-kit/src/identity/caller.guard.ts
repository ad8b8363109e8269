import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { INTERNAL_HEADERS } from '@mateship/contracts';
import type { FastifyRequest } from 'fastify';
import { HealthController } from '../health/health.controller.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { deriveMacKey, sha256hex } from './mac-key.js';
import { MacVerifier } from './mac-verifier.js';

/** Whose requests a service believes, and how it knows them. */
export interface TrustedCaller {
  /** What the two services share; as text, as it stands in the secret file. */
  secret: string;
  /** `<caller>-><service>`, for example `gateway->vault`: a key of one direction is of no use in another. */
  direction: string;
  /** The service's own name, as the caller says it. */
  audience: string;
}

const OPEN_CONTROLLERS: ReadonlySet<unknown> = new Set([HealthController, MetricsController]);

/**
 * Lets a request through that the trusted caller signed, body included. Provide it as APP_GUARD of a service that only
 * one other calls: it guards every route but health and metrics. Routes that take a body need `RawBody`.
 */
export class CallerGuard implements CanActivate {
  private readonly verifier: MacVerifier;

  constructor({ secret, direction, audience }: TrustedCaller) {
    this.verifier = new MacVerifier(deriveMacKey(Buffer.from(secret), direction), audience);
  }

  /** @throws DomainError CALLER_UNTRUSTED, the same for every reason. */
  canActivate(context: ExecutionContext): boolean {
    if (OPEN_CONTROLLERS.has(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers[INTERNAL_HEADERS.mac];
    // A body that was parsed can no longer be checked: such a route does not verify until it is marked with RawBody.
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    this.verifier.verify({
      method: request.method,
      path: request.originalUrl,
      header: typeof header === 'string' ? header : undefined,
      bodyHash: sha256hex(body),
    });
    return true;
  }
}
