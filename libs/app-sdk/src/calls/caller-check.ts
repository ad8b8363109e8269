import { DomainError, INTERNAL_HEADERS, type Invocation } from '@mateship/contracts';
import { deriveMacKey, MacVerifier, sha256hex } from '@mateship/service-kit';
import type { FastifyRequest } from 'fastify';
import type { AppEnvironment } from '../config/app-environment.js';
import { parseInvocation } from './invocation.js';

/** Lets only the gateway in. Without a secret nobody can prove to be it, so every call is refused. */
export class CallerCheck {
  private readonly verifier: MacVerifier | null;

  constructor({ id, secret }: AppEnvironment) {
    this.verifier = secret && new MacVerifier(deriveMacKey(secret, `gateway->app:${id}`), `app:${id}`);
  }

  /** @throws DomainError CALLER_UNTRUSTED */
  verify(request: Pick<FastifyRequest, 'method' | 'url' | 'headers'>, body: Buffer): Invocation {
    if (!this.verifier) throw new DomainError('CALLER_UNTRUSTED');
    const invocation = headerOf(request, INTERNAL_HEADERS.invocation);
    this.verifier.verify({
      method: request.method,
      path: request.url,
      header: headerOf(request, INTERNAL_HEADERS.mac),
      bodyHash: sha256hex(body),
      invocation,
    });
    return parseInvocation(invocation);
  }
}

function headerOf(request: Pick<FastifyRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
