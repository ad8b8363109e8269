import { createDataSource, runMigrations } from '@mateship/database';
import { createService, type RunningService } from '@mateship/service-kit';
import manifest from '../package.json' with { type: 'json' };
import { AppModule } from './app.module.js';
import type { VaultConfig } from './config/config.js';
import { openKeyManagement } from './key-management/open-key-management.js';
import { KeyRepository } from './keys/key.repository.js';
import { CreateKeys1795132800000 } from './migrations/create-keys.migration.js';

/** Opens the database, migrates it, opens the key file, and puts the service together; it does not listen yet. */
export async function createApp(config: VaultConfig): Promise<RunningService> {
  const dataSource = createDataSource({ url: config.databaseUrl, migrations: [CreateKeys1795132800000], applicationName: 'mateship-vault' });
  await dataSource.initialize();
  try {
    await runMigrations(dataSource);
    const keyManagement = await openKeyManagement(config.keyFile, new KeyRepository(dataSource));
    return await createService(AppModule.with({ config, dataSource, keyManagement }), {
      name: 'vault',
      version: manifest.version,
      listeners: { internal: config.listen.internal },
      bodyLimit: 16 * 1024,
    });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}
