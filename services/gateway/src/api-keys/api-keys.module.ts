import { Module } from '@nestjs/common';
import { ApiKeyAuthenticator } from './api-key.authenticator.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService } from './api-keys.service.js';

/** API keys. Expects a DataSource from a global module. */
@Module({ controllers: [ApiKeysController], providers: [ApiKeyAuthenticator, ApiKeysRepository, ApiKeysService], exports: [ApiKeyAuthenticator] })
export class ApiKeysModule {}
