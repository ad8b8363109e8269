import { Injectable } from '@nestjs/common';
import { DomainError, type ApiKey, type CreateApiKeyRequest } from '@mateship/contracts';
import { ApiKeyAuthenticator } from './api-key.authenticator.js';
import { hashApiKey, newApiKey } from './api-key-secret.js';
import { ApiKeysRepository } from './api-keys.repository.js';

const MAX_PER_USER = 50;

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly authenticator: ApiKeyAuthenticator,
  ) {}

  async create(userId: string, request: CreateApiKeyRequest): Promise<ApiKey & { key: string }> {
    const { id, key } = newApiKey();
    const { name, expiresInDays } = request;
    const scopes = [...new Set(request.scopes)];
    const created = await this.keys.insert({ id, userId, name, hash: hashApiKey(key), scopes, expiresInDays }, MAX_PER_USER);
    if (!created) throw new DomainError('VALIDATION_FAILED', { message: `You have ${MAX_PER_USER} API keys already. Revoke one first.` });
    return { ...created, key };
  }

  list(userId: string): Promise<ApiKey[]> {
    return this.keys.list(userId);
  }

  async revoke(userId: string, id: string): Promise<void> {
    if (!(await this.keys.revoke(userId, id))) throw new DomainError('NOT_FOUND');
    this.authenticator.forget(id);
  }
}
