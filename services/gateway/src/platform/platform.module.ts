import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { BlobStore } from './blob-store.js';
import { CacheStore } from './cache-store.js';
import { ADAPTERS } from './choose-adapters.js';
import { DATABASE } from './database.providers.js';
import { DatabaseLifecycle } from './database-lifecycle.js';
import { RedisLink } from './redis-link.js';

/** What every feature may inject: the configuration, the database, and the stores that the configuration chooses. */
@Global()
@Module({})
export class PlatformModule {
  static register(config: GatewayConfig): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: config },
        ...DATABASE,
        DatabaseLifecycle,
        ...ADAPTERS,
      ],
      exports: [BlobStore, CacheStore, CONFIG, DataSource, RedisLink],
    };
  }
}
