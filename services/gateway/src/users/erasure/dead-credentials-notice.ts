import { Injectable } from '@nestjs/common';
import { ApiKeyAuthenticator } from '../../api-keys/api-key.authenticator.js';
import { SessionAuthenticator } from '../../auth/session.authenticator.js';
import type { DeadCredentials } from './account-erasure.repository.js';

/** Tells those who remember credentials for a moment that some have died. */
@Injectable()
export class DeadCredentialsNotice {
  constructor(
    private readonly sessions: SessionAuthenticator,
    private readonly apiKeys: ApiKeyAuthenticator,
  ) {}

  give({ sessionIds, apiKeyIds }: DeadCredentials): void {
    for (const id of sessionIds) this.sessions.forget(id);
    for (const id of apiKeyIds) this.apiKeys.forget(id);
  }
}
