import { Logger, type Provider } from '@nestjs/common';
import { createDataSource, runMigrations } from '@mateship/database';
import { HealthRegistry, Metrics } from '@mateship/service-kit';
import { DatabaseLogin, openDatabaseLogin } from '@mateship/vault-session';
import { DataSource } from 'typeorm';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { MIGRATIONS } from '../migrations.js';

/** The login that the configuration chose, and the migrated database behind it. */
export const DATABASE: Provider[] = [
  { provide: DatabaseLogin, inject: [CONFIG, HealthRegistry, Metrics], useFactory: logIn },
  { provide: DataSource, inject: [CONFIG, DatabaseLogin, HealthRegistry], useFactory: openDatabase },
];

async function logIn({ databaseLogin, databaseUrl }: GatewayConfig, health: HealthRegistry, metrics: Metrics): Promise<DatabaseLogin> {
  const login = await openDatabaseLogin({ settings: databaseLogin, url: databaseUrl, log: new Logger(DatabaseLogin.name) });
  login.report(health, metrics);
  return login;
}

/** When this fails nobody else is there to give the login back. */
async function openDatabase({ databaseUrl, databasePool }: GatewayConfig, login: DatabaseLogin, health: HealthRegistry): Promise<DataSource> {
  const dataSource = createDataSource({ url: databaseUrl, credentials: login.credentials, migrations: MIGRATIONS, poolSize: databasePool, applicationName: 'gateway' });
  try {
    await dataSource.initialize();
    await runMigrations(dataSource);
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await login.close();
    throw error;
  }
  health.register('database', { needed: true, check: async () => void (await dataSource.query('SELECT 1')) });
  return dataSource;
}
