import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { INTERNAL_HEADERS } from '@mateship/contracts';
import { deriveMacKey, HealthController, MacVerifier, MetricsController, sha256hex } from '@mateship/service-kit';
import type { FastifyRequest } from 'fastify';
import { CONFIG, type VaultConfig } from '../config/config.js';

/** The only service that may ask for keys; its name in the audit. */
export const GATEWAY = 'gateway';

const OPEN_CONTROLLERS: ReadonlySet<unknown> = new Set([HealthController, MetricsController]);

/** Lets a request through that the gateway signed, body included. Guards every route but health and metrics. */
@Injectable()
export class CallerGuard implements CanActivate {
  private readonly verifier: MacVerifier;

  constructor(@Inject(CONFIG) config: VaultConfig) {
    this.verifier = new MacVerifier(deriveMacKey(Buffer.from(config.gatewaySecret), 'gateway->vault'), 'vault');
  }

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
