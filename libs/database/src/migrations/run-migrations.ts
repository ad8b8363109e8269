import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';

// Any two constants that no other user of advisory locks in the same database takes.
const LOCK = [0x6d617465, 0x73686970] as const;
const LOCK_WAIT_SECONDS = 300;

/** The database was migrated by a newer release than this one; nothing was changed. */
export class MigrationsNewerError extends Error {
  constructor(readonly unknown: string[]) {
    super(`The database was written by a newer version of this software (${unknown.join(', ')}). Start that version again, or restore a backup made by this one.`);
    this.name = 'MigrationsNewerError';
  }
}

/**
 * Runs the pending migrations of a connected data source, each in a transaction of its own (a migration may
 * opt out with `transaction = false`). Replicas that start together wait for each other through an advisory lock.
 * A failing migration is rolled back, the ones before it stay.
 *
 * @returns the names of the migrations that ran now, oldest first.
 * @throws MigrationsNewerError when the database holds a migration newer than the newest one of the code.
 */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(`SET statement_timeout = 0; SET lock_timeout = '${LOCK_WAIT_SECONDS}s'`);
    await runner.query('SELECT pg_advisory_lock($1, $2)', [...LOCK]);
    await runner.query('RESET lock_timeout');
    return await migrateLocked(dataSource, runner);
  } finally {
    await release(runner);
  }
}

async function migrateLocked(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  const names = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const newest = Math.max(0, ...names.map(timestampOf));
  const executed = await executor.getExecutedMigrations();
  const newer = executed.filter((migration) => !names.includes(migration.name) && Number(migration.timestamp) > newest);
  if (newer.length > 0) throw new MigrationsNewerError(newer.map((migration) => migration.name));
  return (await executor.executePendingMigrations()).map((migration) => migration.name);
}

/** TypeORM's convention: a migration's name ends in 13 digits, the milliseconds at which it was written. */
function timestampOf(name: string): number {
  return Number(name.slice(-13));
}

async function release(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('SELECT pg_advisory_unlock_all()');
    await runner.query('RESET ALL');
  } catch {
    // The connection is gone, and its lock with it.
  } finally {
    await runner.release();
  }
}
