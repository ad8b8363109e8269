import { randomUUID } from 'node:crypto';
import { createDataSource, runMigrations, withTransaction } from '@mateship/database';
import { startTestDatabase } from '@mateship/dev-env';
import type { DataSource } from 'typeorm';
import { CREDIT_INVARIANTS } from '../../src/credits/credits.invariants.js';
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
    broken: () => brokenInvariants(dataSource),
    async close() {
      await dataSource.destroy();
      await database.close();
    },
  };
}

export async function brokenInvariants(dataSource: DataSource): Promise<string[]> {
  const broken: string[] = [];
  for (const [name, statement] of Object.entries(CREDIT_INVARIANTS)) {
    const rows: unknown[] = await dataSource.query(statement);
    if (rows.length > 0) broken.push(name);
  }
  return broken;
}
