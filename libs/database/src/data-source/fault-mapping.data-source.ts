import { DataSource, type QueryRunner, type ReplicationMode } from 'typeorm';
import { isDatabaseUnavailable, toDatabaseError } from './connection-faults.js';

/** TypeORM keeps here what gives the runner's connection back to the pool; with an error the pool closes it. */
interface PooledRunner {
  releaseCallback?: (error?: Error) => void;
}

function mapped(runner: QueryRunner): QueryRunner['query'] {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  return async (...args: unknown[]) => {
    try {
      return (await query(...args)) as never;
    } catch (error) {
      if (isDatabaseUnavailable(error)) closeOnRelease(runner as PooledRunner, error);
      throw toDatabaseError(error);
    }
  };
}

/** A broken connection often says so in a statement before its socket ends; nobody else may be given it in between. */
function closeOnRelease(runner: PooledRunner, error: unknown): void {
  const release = runner.releaseCallback;
  if (release) runner.releaseCallback = () => release(error instanceof Error ? error : new Error('broken'));
}

/** Every statement of TypeORM runs through a query runner, so this one place maps the faults of all of them. */
export class FaultMappingDataSource extends DataSource {
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode);
    runner.query = mapped(runner);
    return runner;
  }

  override async initialize(): Promise<this> {
    try {
      return await super.initialize();
    } catch (error) {
      throw toDatabaseError(error);
    }
  }
}
