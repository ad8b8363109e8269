import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import type { FastifyRequest } from 'fastify';
import { ApiKeyAuthenticator } from '../api-keys/api-key.authenticator.js';
import { SessionAuthenticator } from '../auth/session.authenticator.js';
import { needsPrincipal, policyOf } from './access.policy.js';
import { authorize } from './authorize.js';
import { bearerOf, CREDENTIAL_PREFIX, refuseCredentialInUrl } from './credentials.js';
import type { Principal } from './principal.js';

/** The one door: every route states its policy, every kind of credential becomes one principal. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly logger = new Logger(AccessGuard.name);

  constructor(
    private readonly sessions: SessionAuthenticator,
    private readonly apiKeys: ApiKeyAuthenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = policyOf(context.getHandler());
    if (!policy) {
      this.logger.error(`${context.getClass().name}.${context.getHandler().name} states no access policy, so nobody may call it`);
      throw new DomainError('NOT_FOUND');
    }
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseCredentialInUrl(request.url);
    if (needsPrincipal(policy)) {
      const principal = await this.resolve(bearerOf(request.headers.authorization));
      request.principal = principal;
      authorize(policy, principal);
    }
    return true;
  }

  private resolve(credential: string): Promise<Principal> {
    if (credential.startsWith(CREDENTIAL_PREFIX.apiKey)) return this.apiKeys.authenticate(credential);
    if (credential.startsWith(CREDENTIAL_PREFIX.refreshToken)) throw new DomainError('TOKEN_TYPE');
    return this.sessions.authenticate(credential);
  }
}
