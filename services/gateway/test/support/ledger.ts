import { randomUUID } from 'node:crypto';
import { createDataSource, runMigrations, withTransaction } from '@mateship/database';
import { brokenCreditInvariants, startTestDatabase } from '@mateship/dev-env';
import type { DataSource } from 'typeorm';
import { CreateCredits1760000002000 } from '../../src/credits/credits.migrations.js';
import { CreditsRepository } from '../../src/credits/credits.repository.js';
import { CreditsService } from '../../src/credits/credits.service.js';

/** A ledger on a real database of its own. */
export interface Ledger {
  dataSource: DataSource;
  credits: CreditsService;
  /** Opens a wallet that holds this many micro-credits; gives the user's id. */
  wallet(micro: number): Promise<string>;
  /** The names of the invariants that do not hold. */
  broken(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openLedger(): Promise<Ledger> {
  const database = await startTestDatabase();
  const dataSource = createDataSource({ url: database.url, migrations: [CreateCredits1760000002000], poolSize: 20 });
  await dataSource.initialize();
  await runMigrations(dataSource);
  const repository = new CreditsRepository(dataSource);
  const credits = new CreditsService(dataSource, repository, { signupCredits: 0 });
  return {
    dataSource,
    credits,
    async wallet(micro) {
      const userId = randomUUID();
      await withTransaction(dataSource, async (manager) => {
        await repository.openWallet(manager, userId);
        if (micro > 0) await repository.grant(manager, userId, BigInt(micro), 'test');
      });
      return userId;
    },
    broken: () => brokenCreditInvariants((statement) => dataSource.query(statement)),
    async close() {
      await dataSource.destroy();
      await database.close();
    },
  };
}
