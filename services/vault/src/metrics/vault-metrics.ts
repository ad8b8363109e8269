import { Injectable } from '@nestjs/common';
import { Metrics } from '@mateship/service-kit';
import { TimedCache } from '../caches/timed-cache.js';

const CACHE_MAX = 1000;
const CACHE_TTL_MS = 5 * 60_000;

/** What the vault counts besides its requests. Labels hold no ids. */
@Injectable()
export class VaultMetrics {
  private readonly asked;
  private readonly refusedCallers;
  private readonly failedSignatures;
  private readonly failedOpenings;
  private readonly seconds;

  constructor(metrics: Metrics) {
    this.asked = metrics.counter('vault_cache_requests_total', 'Questions to the caches in memory.', ['cache', 'result']);
    this.refusedCallers = metrics.counter('vault_failed_authentications_total', 'Requests whose caller could not prove to be the gateway.');
    this.failedSignatures = metrics.counter('vault_failed_signatures_total', 'Envelopes whose signature did not verify.');
    this.failedOpenings = metrics.counter('vault_failed_openings_total', 'Envelopes that did not open, by how far it came.', ['stage']);
    this.seconds = metrics.histogram('vault_operation_seconds', 'Time that sealing and opening envelopes took.', ['operation']);
  }

  /** A cache of five minutes whose hits are counted under its name. */
  cache<V>(cache: string): TimedCache<V> {
    return new TimedCache({ max: CACHE_MAX, ttlMs: CACHE_TTL_MS, onAsk: (hit) => this.asked.inc({ cache, result: hit ? 'hit' : 'miss' }) });
  }

  refusedCaller(): void {
    this.refusedCallers.inc();
  }

  failedOpening(stage: string): void {
    this.failedOpenings.inc({ stage });
    if (stage === 'signature') this.failedSignatures.inc();
  }

  async timed<T>(operation: 'seal' | 'open', work: () => Promise<T>): Promise<T> {
    const end = this.seconds.startTimer({ operation });
    try {
      return await work();
    } finally {
      end();
    }
  }
}
