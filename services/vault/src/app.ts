import { createDataSource, runMigrations } from '@mateship/database';
import { createService, JsonLogger, type RunningService } from '@mateship/service-kit';
import { type DatabaseLogin, openDatabaseLogin, SharedSessions } from '@mateship/vault-session';
import manifest from '../package.json' with { type: 'json' };
import { AppModule } from './app.module.js';
import type { VaultConfig } from './config/config.js';
import { openConfiguredKeys } from './key-management/open-configured-keys.js';
import { KeyRepository } from './keys/key.repository.js';
import { CreateEnvelopes1795140000000 } from './migrations/create-envelopes.migration.js';
import { CreateErasedOwner1795824500000 } from './migrations/create-erased-owner.migration.js';
import { CreateKeyAnchor1795824000000 } from './migrations/create-key-anchor.migration.js';
import { CreateKeyVersions1795219200000 } from './migrations/create-key-versions.migration.js';
import { CreateKeys1795132800000 } from './migrations/create-keys.migration.js';

/** An envelope with the longest answer in base64, and more. */
const BODY_LIMIT = 1024 * 1024;
const MIGRATIONS = [CreateKeys1795132800000, CreateEnvelopes1795140000000, CreateKeyVersions1795219200000, CreateKeyAnchor1795824000000, CreateErasedOwner1795824500000];

/** Opens the database, migrates it, opens the key file or transit, and puts the service together; it does not listen yet. */
export async function createApp(config: VaultConfig): Promise<RunningService> {
  const sessions = new SharedSessions();
  const login = await openDatabaseLogin({ settings: config.databaseLogin, url: config.databaseUrl, log: new JsonLogger('vault'), sessions });
  try {
    return await createWith(login, sessions, config);
  } catch (error) {
    await login.close();
    throw error;
  }
}

async function createWith(login: DatabaseLogin, sessions: SharedSessions, config: VaultConfig): Promise<RunningService> {
  const dataSource = createDataSource({ url: config.databaseUrl, credentials: login.credentials, migrations: MIGRATIONS, applicationName: 'mateship-vault' });
  await dataSource.initialize();
  try {
    await runMigrations(dataSource);
    const keyManagement = await openConfiguredKeys(config, new KeyRepository(dataSource), sessions);
    return await createService(AppModule.with({ config, login, dataSource, keyManagement }), {
      name: 'vault',
      version: manifest.version,
      listeners: { internal: config.listen.internal },
      bodyLimit: BODY_LIMIT,
    });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}
