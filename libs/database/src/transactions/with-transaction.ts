import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@mateship/contracts';
import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError, type DataSource, type EntityManager } from 'typeorm';
import { codeOf, toDatabaseError } from '../data-source/connection-faults.js';

/** How a transaction runs. */
export interface TransactionSettings {
  /** By default that of every connection, READ COMMITTED; another one costs a statement more. */
  isolation?: 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';
  /** Most runs of the work, the first included; 5 by default. */
  attempts?: number;
}

const RETRYABLE = new Set(['40001', '40P01']);
const FIRST_PAUSE_MS = 10;

/**
 * Runs `work` in a transaction: commits what it did when it resolves, rolls back when it rejects.
 * After a serialization failure or a deadlock the whole of `work` runs again, so it must do nothing that a
 * rollback does not undo. Connection faults are never retried, since a commit may have succeeded.
 *
 * @throws whatever `work` throws; DomainError DATABASE_UNAVAILABLE for connection faults; the last conflict when all attempts met one.
 */
export async function withTransaction<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>, settings: TransactionSettings = {}): Promise<T> {
  const { isolation, attempts = 5 } = settings;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await (isolation === undefined ? dataSource.transaction(work) : dataSource.transaction(isolation, work));
    } catch (error) {
      if (!RETRYABLE.has(codeOf(error)) || attempt >= attempts) throw isCutOff(error) ? new DomainError('DATABASE_UNAVAILABLE', { cause: error, retryAfter: 2 }) : toDatabaseError(error);
      await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

/** A connection that breaks between two statements takes its query runner along, and the next one only hears of that. */
function isCutOff(error: unknown): boolean {
  return error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
}
