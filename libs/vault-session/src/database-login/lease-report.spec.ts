import { type LeaseEvent, LeaseFault } from '@mateship/database';
import { countLeases, logLeases } from './lease-report.js';

const fault = new LeaseFault('VAULT_SEALED', 'Vault is sealed or in standby. Unseal it.');

function linesOf(...events: LeaseEvent[]): string[] {
  const lines: string[] = [];
  const write = (level: string) => (message: string, context?: Record<string, unknown>) => void lines.push([level, message, ...Object.values(context ?? {})].join(' | '));
  const tell = logLeases({ log: write('info'), warn: write('warn') });
  events.forEach(tell);
  return lines;
}

describe('logLeases', () => {
  it('writes a change and a recovery as information', () => {
    expect(linesOf({ kind: 'rotated' }, { kind: 'taken' })).toEqual(['info | the login to the database was changed', 'info | there is a login to the database again']);
  });

  it('writes what failed with the reason, as a warning', () => {
    expect(linesOf({ kind: 'failed', step: 'renew', fault }, { kind: 'failed', step: 'take', fault }, { kind: 'failed', step: 'revoke', fault }, { kind: 'ended', fault })).toEqual([
      `warn | the login to the database could not be prolonged; another one is asked for | ${fault.message} | VAULT_SEALED`,
      `warn | Vault lends no login to the database; the current one serves to its end, and asking goes on | ${fault.message} | VAULT_SEALED`,
      `warn | an old login to the database could not be revoked; it ends by itself | ${fault.message} | VAULT_SEALED`,
      `warn | the login to the database has ended; nothing works until Vault lends another one | ${fault.message} | VAULT_SEALED`,
    ]);
  });

  it('writes a reason once until it is over, and another one at once', () => {
    const failed: LeaseEvent = { kind: 'failed', step: 'take', fault };
    const other: LeaseEvent = { kind: 'failed', step: 'take', fault: new LeaseFault('VAULT_UNREACHABLE', 'Vault cannot be reached.') };
    expect(linesOf(failed, failed, other, failed, { kind: 'renewed' }, failed)).toHaveLength(3);
  });

  it('is silent about what happens all the time', () => {
    expect(linesOf({ kind: 'renewed' }, { kind: 'revoked' })).toEqual([]);
  });
});

describe('countLeases', () => {
  it('counts events by kind and failures by step and reason', () => {
    const counted: [string, object][] = [];
    const tell = countLeases({ counter: (name) => ({ inc: (labels) => void counted.push([name, labels]) }) });
    tell({ kind: 'rotated' });
    tell({ kind: 'ended', fault });
    tell({ kind: 'failed', step: 'take', fault });
    expect(counted).toEqual([
      ['database_leases_total', { event: 'rotated' }],
      ['database_leases_total', { event: 'ended' }],
      ['database_lease_failures_total', { step: 'take', reason: 'VAULT_SEALED' }],
    ]);
  });
});
