import { Injectable } from '@nestjs/common';
import { DomainError, INTERNAL_HEADERS } from '@mateship/contracts';
import { deriveMacKey, MacVerifier, sha256hex } from '@mateship/service-kit';
import type { FastifyRequest } from 'fastify';
import { Delegations, type Delegation } from './delegations.js';
import { AppRuntime } from './runtime/app-runtime.js';

const EMPTY = Buffer.alloc(0);

/** Finds out which app calls back and for which run: its delegation token names the run, its MAC proves the process. */
@Injectable()
export class AppCaller {
  private readonly verifiers = new WeakMap<Buffer, MacVerifier>();

  constructor(
    private readonly delegations: Delegations,
    private readonly runtime: AppRuntime,
  ) {}

  /** The run behind a token, before the body was read; its MAC is still to be checked by {@link verify}. */
  delegation(request: FastifyRequest): Delegation {
    const token = request.headers[INTERNAL_HEADERS.job];
    const delegation = this.delegations.resolve(typeof token === 'string' ? token : undefined);
    if (!delegation) throw new DomainError('CALLER_UNTRUSTED');
    return delegation;
  }

  verify(request: FastifyRequest, delegation: Delegation, body: Buffer = EMPTY): void {
    const secret = this.runtime.secretOf(delegation.appId);
    if (!secret) throw new DomainError('CALLER_UNTRUSTED');
    this.verifierFor(secret, delegation.appId).verify({
      method: request.method,
      path: request.url,
      header: headerOf(request, INTERNAL_HEADERS.mac),
      bodyHash: sha256hex(body),
      invocation: headerOf(request, INTERNAL_HEADERS.invocation),
    });
  }

  private verifierFor(secret: Buffer, appId: string): MacVerifier {
    const known = this.verifiers.get(secret);
    if (known) return known;
    const verifier = new MacVerifier(deriveMacKey(secret, `app:${appId}->gateway`), 'gateway');
    this.verifiers.set(secret, verifier);
    return verifier;
  }
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
