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

/** Writes the events that an administrator should know of; a renewal is none. */
export function logLeases(log: LineWriter): (event: LeaseEvent) => void {
  return (event) => {
    if (event.kind === 'taken') log.log('there is a login to the database again');
    else if (event.kind === 'rotated') log.log('the login to the database was changed');
    else if (event.kind === 'ended') log.warn('the login to the database has ended; nothing works until Vault gives another one', reasonOf(event));
    else if (event.kind === 'failed' && event.step === 'revoke') log.warn('an old login to the database could not be revoked; it ends by itself', reasonOf(event));
    else if (event.kind === 'failed') log.warn('the login to the database could not be prolonged; the current one serves to its end', { step: event.step, ...reasonOf(event) });
  };
}

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
