import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { RewrapProgress } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { DataSource } from 'typeorm';
import { KEY_MANAGEMENT, type KeyManagement } from '../key-management/key-management.js';
import { RewrapPass } from './rewrap-pass.js';
import { RewrapRepository } from './rewrap.repository.js';

// Any constant that no other user of advisory locks in this database takes.
const WORKER_LOCK = 0x72777270;
const FIRST_PAUSE_MS = 500;
/** After this long every process wraps under a new version. */
const NOTICED_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;

/** Puts every key under the current version, one worker at a time over all processes. What is left to do is what the rows say. */
@Injectable()
export class RewrapWorker implements OnModuleDestroy {
  private readonly end = new AbortController();
  private work: Promise<void> | undefined;
  private pass: RewrapPass | undefined;
  private state: RewrapProgress['state'] = 'idle';

  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: RewrapRepository,
    @Inject(KEY_MANAGEMENT) private readonly management: KeyManagement,
    private readonly logger: JsonLogger,
  ) {}

  get progress(): Pick<RewrapProgress, 'state' | 'perSecond' | 'failures'> {
    const perSecond = this.state === 'running' ? (this.pass?.perSecond ?? 0) : 0;
    return { state: this.state, perSecond, failures: this.pass?.failed.size ?? 0 };
  }

  /** Sets it to work, unless it is at work already. */
  start(): void {
    if (this.work || this.end.signal.aborted) return;
    this.state = 'running';
    this.work = this.untilDone().finally(() => {
      this.work = undefined;
      this.state = 'idle';
    });
  }

  /** Ends it for good, in the middle of its work. */
  async stop(): Promise<void> {
    this.end.abort();
    await this.work;
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  private async untilDone(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !this.end.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        if (await this.tryPass()) pause = FIRST_PAUSE_MS;
        if (await this.isDone()) return this.report();
      } catch (error) {
        if (this.end.signal.aborted) return;
        this.state = 'waiting';
        this.logger.warn('keys cannot be put under the current version for now', { reason: error instanceof Error ? error.message : String(error) });
      }
      await sleep(pause, undefined, { signal: this.end.signal }).catch(() => null);
    }
  }

  /** Resolves to false when another process is at it. */
  private async tryPass(): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const [lock] = (await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [WORKER_LOCK])) as { taken: boolean }[];
      if (!lock?.taken) return false;
      this.state = 'running';
      this.pass = new RewrapPass(this.rows, this.management, runner);
      try {
        await this.pass.run(this.end.signal);
      } finally {
        // When the connection is gone, its lock is too.
        await runner.query('SELECT pg_advisory_unlock($1)', [WORKER_LOCK]).catch(() => null);
      }
      return true;
    } finally {
      await runner.release();
    }
  }

  /** Whether nothing is left but what does not open, and no process can still be using the version before. */
  private async isDone(): Promise<boolean> {
    const { current, versions } = await this.management.versions();
    const newest = versions.find(({ version }) => version === current);
    const age = Date.now() - (newest?.createdAt.getTime() ?? 0);
    return age > NOTICED_MS && (await this.rows.countBelow(current)) <= this.progress.failures;
  }

  private report(): void {
    if (!this.pass) return;
    const { replaced, failed } = this.pass;
    if (replaced > 0) this.logger.log('all keys that open are under the current version', { replaced });
    if (failed.size > 0) this.logger.warn('some keys do not open and stay under their old version', { count: failed.size, ids: [...failed].slice(0, 20) });
  }
}
