import { Global, Module, type DynamicModule } from '@nestjs/common';
import { createDataSource, runMigrations } from '@mateship/database';
import { HealthRegistry } from '@mateship/service-kit';
import { DataSource } from 'typeorm';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { MIGRATIONS } from '../migrations.js';
import { DatabaseLifecycle } from './database-lifecycle.js';

/** What every feature may inject: the configuration and the database. */
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
      ],
      exports: [CONFIG, DataSource],
    };
  }
}
