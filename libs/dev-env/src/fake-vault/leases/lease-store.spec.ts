import { Clock } from '../clock.js';
import { LeaseStore, type Leased } from './lease-store.js';

function store() {
  const clock = new Clock();
  const calls: string[] = [];
  const leases = new LeaseStore(clock, () => undefined);
  const take = (settings: Partial<Leased> = {}) =>
    leases.add({ path: 'db/creds/r', token: 't', ttl: 60, maxTtl: 120, renew: async () => void calls.push('renew'), revoke: async () => void calls.push('revoke'), ...settings });
  return { clock, calls, leases, take };
}

describe('a lease', () => {
  it('is taken back once, however often that is asked at the same time', async () => {
    const { calls, leases, take } = store();
    const { id } = take();
    await Promise.all([leases.revoke(id), leases.revoke(id), leases.revokeOf('t')]);
    expect(calls).toEqual(['revoke']);
    expect(leases.ids()).toEqual([]);
  });

  it('stays when it cannot be taken back, and is asked again a second later', async () => {
    const { clock, leases, take } = store();
    let broken = true;
    const { id } = take({ revoke: () => (broken ? Promise.reject(new Error('no database')) : Promise.resolve()) });
    await expect(leases.revoke(id)).rejects.toThrow('no database');
    broken = false;
    clock.advance(1);
    await leases.sweep();
    expect(leases.get(id)).toBeUndefined();
  });

  it('is renewed outside first, and stays as it is when that fails', async () => {
    const { leases, take } = store();
    const lease = take({ renew: () => Promise.reject(new Error('no database')) });
    const before = lease.expiresAt;
    await expect(leases.renew(lease.id, 100)).rejects.toThrow('no database');
    expect(leases.get(lease.id)?.expiresAt).toBe(before);
  });

  it('is renewed up to its maximum, with a warning', async () => {
    const { clock, leases, take } = store();
    const { id, issuedAt } = take();
    clock.advance(30);
    const { lease, warnings } = await leases.renew(id, 600);
    expect(lease.expiresAt).toBe(issuedAt + 120_000);
    expect(warnings).toHaveLength(1);
  });

  it('cannot be renewed when its time is over', async () => {
    const { clock, leases, take } = store();
    const { id } = take();
    clock.advance(60);
    await expect(leases.renew(id)).rejects.toThrow('lease not found');
  });

  it('is forgotten without being taken back', () => {
    const { calls, leases, take } = store();
    take();
    take({ path: 'other/creds/r' });
    leases.drop('db/');
    expect(leases.ids()).toHaveLength(1);
    expect(calls).toEqual([]);
  });
});
