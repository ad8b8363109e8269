import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CallerGuard } from '@mateship/service-kit';
import { DataSource } from 'typeorm';
import { CONFIG, type VaultConfig } from './config/config.js';
import { Dependencies } from './health/dependencies.js';
import { KEY_MANAGEMENT, type KeyManagement } from './key-management/key-management.js';
import { KeyRepository } from './keys/key.repository.js';
import { KeysController } from './keys/keys.controller.js';
import { KeysService } from './keys/keys.service.js';

/** What was opened before the service could be put together. */
export interface Opened {
  config: VaultConfig;
  dataSource: DataSource;
  keyManagement: KeyManagement;
}

@Module({})
export class AppModule {
  static with({ config, dataSource, keyManagement }: Opened): DynamicModule {
    return {
      module: AppModule,
      controllers: [KeysController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: DataSource, useValue: dataSource },
        { provide: KEY_MANAGEMENT, useValue: keyManagement },
        { provide: APP_GUARD, useValue: new CallerGuard({ secret: config.gatewaySecret, direction: 'gateway->vault', audience: 'vault' }) },
        Dependencies,
        KeyRepository,
        KeysService,
      ],
    };
  }
}
