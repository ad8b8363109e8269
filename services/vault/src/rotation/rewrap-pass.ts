import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { KeyManagement } from '../key-management/key-management.js';
import { keyContext } from '../keys/data-key.js';
import { FIRST, type Replacement, type RewrapRepository, type WrappedRow } from './rewrap.repository.js';

const BATCH = 500;

/** Once over all rows that are behind. Its state is in the rows alone, so it may be cut off at any point. */
export class RewrapPass {
  replaced = 0;
  /** Ids of keys that did not open. */
  readonly failed = new Set<string>();
  private readonly startedAt = performance.now();

  constructor(
    private readonly rows: RewrapRepository,
    private readonly management: KeyManagement,
    private readonly runner: QueryRunner,
  ) {}

  /** Keys a second so far. */
  get perSecond(): number {
    return (this.replaced * 1000) / Math.max(1, performance.now() - this.startedAt);
  }

  /** @throws the signal's reason when it is aborted */
  async run(signal: AbortSignal): Promise<void> {
    const { current } = await this.management.versions();
    for (let after = FIRST; ; ) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      const batch = await this.rows.batch(this.runner, current, after, BATCH);
      if (batch.length === 0) return;
      await this.replace(batch);
      after = batch.at(-1)!;
      // People come first: it rests for as long as it has worked.
      await sleep(performance.now() - startedAt, undefined, { signal });
    }
  }

  private async replace(batch: readonly WrappedRow[]): Promise<void> {
    const results = await this.management.rewrap(batch.map((row) => ({ purpose: row.purpose, context: keyContext(row), wrapped: row.wrapped })));
    const replacements: Replacement[] = [];
    for (const [index, row] of batch.entries()) {
      const result = results[index];
      if (result) replacements.push({ row, ...result });
      else this.failed.add(row.keyId);
    }
    this.replaced += await this.rows.replace(this.runner, replacements);
  }
}
