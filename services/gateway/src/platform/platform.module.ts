import { Global, Module, type DynamicModule } from '@nestjs/common';
import { createDataSource, runMigrations } from '@mateship/database';
import { HealthRegistry } from '@mateship/service-kit';
import { DataSource } from 'typeorm';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { MIGRATIONS } from '../migrations.js';
import { BlobStore } from './blob-store.js';
import { CacheStore } from './cache-store.js';
import { ADAPTERS } from './choose-adapters.js';
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
        {
          provide: DataSource,
          inject: [HealthRegistry],
          useFactory: async (health: HealthRegistry) => {
            const dataSource = createDataSource({ url: config.databaseUrl, migrations: MIGRATIONS, poolSize: config.databasePool, applicationName: 'gateway' });
            await dataSource.initialize();
            await runMigrations(dataSource);
            health.register('database', {
              needed: true,
              check: async () => {
                await dataSource.query('SELECT 1');
              },
            });
            return dataSource;
          },
        },
        DatabaseLifecycle,
        ...ADAPTERS,
      ],
      exports: [BlobStore, CacheStore, CONFIG, DataSource, RedisLink],
    };
  }
}
