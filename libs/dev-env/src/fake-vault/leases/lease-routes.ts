import { secondsUntil, type Clock } from '../clock.js';
import { duration, flag, text } from '../fields.js';
import { refusal, type Answer } from '../protocol.js';
import { listed, route, type Call, type Route } from '../routes.js';
import { describeLease, type LeaseStore } from './lease-store.js';

/** The routes of sys/leases (https://openbao.org/api-docs/system/leases/) and their older spellings. */
export function leaseRoutes(leases: LeaseStore, clock: Clock): Route[] {
  const idOf = ({ fields, params }: Call): string => {
    const id = text(fields, 'lease_id') || (params.id ?? '');
    if (id === '') throw refusal('lease_id must be specified');
    return id;
  };
  const lookup = (call: Call): Answer => {
    const lease = leases.get(idOf(call));
    if (!lease || lease.expiresAt <= clock.now()) throw refusal('invalid lease');
    return { data: describeLease(lease, clock.now()) };
  };
  const renew = async (call: Call): Promise<Answer> => {
    const { lease, warnings } = await leases.renew(idOf(call), duration(call.fields, 'increment'));
    return { lease: { id: lease.id, seconds: secondsUntil(lease.expiresAt, clock.now()), renewable: true }, warnings };
  };
  const revokeAll = async (ids: string[], { fields }: Call): Promise<Answer | null> => {
    if (flag(fields, 'sync')) {
      for (const id of ids) await leases.revoke(id);
      return null;
    }
    leases.expire(ids);
    return { empty: 202 };
  };
  const revoke = (call: Call) => revokeAll([idOf(call)], call);
  const revokePrefix = (call: Call) => revokeAll(leases.ids(`${(call.params.prefix ?? '').replace(/\/$/, '')}/`), call);
  const force = ({ params }: Call) => {
    leases.drop(params.prefix ?? '');
    return null;
  };
  return [
    route('leases/lookup', { write: lookup, list: () => children(leases, '') }),
    route('leases/lookup/*prefix', { list: ({ params }) => children(leases, `${(params.prefix ?? '').replace(/\/$/, '')}/`) }, { sudo: true }),
    ...['leases/renew', 'leases/renew/*id', 'renew', 'renew/*id'].map((path) => route(path, { write: renew })),
    ...['leases/revoke', 'leases/revoke/*id', 'revoke', 'revoke/*id'].map((path) => route(path, { write: revoke })),
    ...['leases/revoke-prefix/*prefix', 'revoke-prefix/*prefix'].map((path) => route(path, { write: revokePrefix }, { sudo: true })),
    ...['leases/revoke-force/*prefix', 'revoke-force/*prefix'].map((path) => route(path, { write: force }, { sudo: true })),
  ];
}

/** The next level of names below a prefix; folders end with a slash. */
function children(leases: LeaseStore, prefix: string): Answer | null {
  return listed(new Set(leases.ids(prefix).map((id) => id.slice(prefix.length).replace(/\/.*$/, '/'))));
}
