import { DataSource, type QueryRunner, type ReplicationMode } from 'typeorm';
import { toDatabaseError } from './connection-faults.js';

function mapped<A extends unknown[]>(query: (...args: A) => Promise<unknown>): QueryRunner['query'] {
  return async (...args: unknown[]) => {
    try {
      return (await query(...(args as A))) as never;
    } catch (error) {
      throw toDatabaseError(error);
    }
  };
}

/** Every statement of TypeORM runs through a query runner, so this one place maps the faults of all of them. */
export class FaultMappingDataSource extends DataSource {
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode);
    runner.query = mapped(runner.query.bind(runner));
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
