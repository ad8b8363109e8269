import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CallerGuard } from '@mateship/service-kit';
import { DatabaseLogin } from '@mateship/vault-session';
import { DataSource } from 'typeorm';
import { CONFIG, type VaultConfig } from './config/config.js';
import { ContentKeys } from './content-keys/content-keys.js';
import { DirectoryController } from './directory/directory.controller.js';
import { DirectoryService } from './directory/directory.service.js';
import { PartyKeyCipher } from './directory/party-key.cipher.js';
import { PartyKeyRepository } from './directory/party-key.repository.js';
import { PartyKeys } from './directory/party-keys.js';
import { EnvelopeOpener } from './envelopes/envelope-opener.js';
import { EnvelopeSealer } from './envelopes/envelope-sealer.js';
import { EnvelopeRepository } from './envelopes/envelope.repository.js';
import { EnvelopesController } from './envelopes/envelopes.controller.js';
import { EnvelopesService } from './envelopes/envelopes.service.js';
import { Expiry } from './envelopes/expiry.js';
import { Dependencies } from './health/dependencies.js';
import { KEY_MANAGEMENT, type KeyManagement } from './key-management/key-management.js';
import { KeyOpener } from './keys/key-opener.js';
import { KeyRepository } from './keys/key.repository.js';
import { KeysController } from './keys/keys.controller.js';
import { KeysService } from './keys/keys.service.js';
import { CountedCallers } from './metrics/counted-callers.guard.js';
import { VaultMetrics } from './metrics/vault-metrics.js';
import { PeopleController } from './people/people.controller.js';
import { PersonErasure } from './people/person-erasure.js';
import { PersonRepository } from './people/person.repository.js';
import { PromptCipher } from './prompts/prompt.cipher.js';
import { PromptRepository } from './prompts/prompt.repository.js';
import { PromptsController } from './prompts/prompts.controller.js';
import { PromptsService } from './prompts/prompts.service.js';
import { RotationController } from './rotation/rotation.controller.js';
import { ROTATION_PROVIDERS } from './rotation/rotation.providers.js';

/** What was opened before the service could be put together. */
export interface Opened {
  config: VaultConfig;
  login: DatabaseLogin;
  dataSource: DataSource;
  keyManagement: KeyManagement;
}

@Module({})
export class AppModule {
  static with({ config, login, dataSource, keyManagement }: Opened): DynamicModule {
    return {
      module: AppModule,
      controllers: [DirectoryController, EnvelopesController, PeopleController, PromptsController, KeysController, RotationController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: DatabaseLogin, useValue: login },
        { provide: DataSource, useValue: dataSource },
        { provide: KEY_MANAGEMENT, useValue: keyManagement },
        {
          provide: APP_GUARD,
          inject: [VaultMetrics],
          useFactory: (metrics: VaultMetrics) => new CountedCallers(new CallerGuard({ secret: config.gatewaySecret, direction: 'gateway->vault', audience: 'vault' }), metrics),
        },
        ContentKeys,
        Dependencies,
        DirectoryService,
        EnvelopeOpener,
        EnvelopeRepository,
        EnvelopeSealer,
        EnvelopesService,
        Expiry,
        KeyOpener,
        KeyRepository,
        KeysService,
        PartyKeyCipher,
        PartyKeyRepository,
        PartyKeys,
        PersonErasure,
        PersonRepository,
        PromptCipher,
        PromptRepository,
        PromptsService,
        VaultMetrics,
        ...ROTATION_PROVIDERS,
      ],
    };
  }
}
