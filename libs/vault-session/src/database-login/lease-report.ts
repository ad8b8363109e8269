import type { LeaseEvent } from '@mateship/database';

/** What counts. The service-kit's Metrics is one. */
export interface CounterSource {
  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): { inc(labels: Record<Label, string>): void };
}

/** What writes lines. The service-kit's JsonLogger and Nest's Logger are. */
export interface LineWriter {
  log(message: string, context?: Record<string, unknown>): void;
  warn(message: string, context?: Record<string, unknown>): void;
}

/** Writes the events that an administrator should know of: no renewal, and each reason of a failure once until it is over. */
export function logLeases(log: LineWriter): (event: LeaseEvent) => void {
  const known = new Set<string>();
  return (event) => {
    if (event.kind === 'failed') {
      const failure = `${event.step} ${event.fault.code}`;
      if (!known.has(failure)) log.warn(FAILURES[event.step], reasonOf(event));
      known.add(failure);
      return;
    }
    if (event.kind === 'ended') return log.warn('the login to the database has ended; nothing works until Vault lends another one', reasonOf(event));
    if (event.kind !== 'revoked') known.clear();
    if (event.kind === 'taken') log.log('there is a login to the database again');
    if (event.kind === 'rotated') log.log('the login to the database was changed');
  };
}

const FAILURES = {
  renew: 'the login to the database could not be prolonged; another one is asked for',
  take: 'Vault lends no login to the database; the current one serves to its end, and asking goes on',
  revoke: 'an old login to the database could not be revoked; it ends by itself',
};

/** Counts every event. */
export function countLeases(metrics: CounterSource): (event: LeaseEvent) => void {
  const leases = metrics.counter('database_leases_total', 'Leases of the database login, by what happened: taken, renewed, rotated, revoked, ended.', ['event']);
  const failures = metrics.counter('database_lease_failures_total', 'Requests about the lease of the database login that failed, by step and reason.', ['step', 'reason']);
  return (event) => {
    if (event.kind === 'failed') failures.inc({ step: event.step, reason: event.fault.code });
    else leases.inc({ event: event.kind });
  };
}

function reasonOf({ fault }: { fault: Error & { code: string } }): Record<string, unknown> {
  return { reason: fault.message, code: fault.code };
}
