import { readFile } from 'node:fs/promises';
import { type LeaseRole, leaseStatements } from '@mateship/database';
import { z } from 'zod';
import { VaultClient } from '../vault-client.js';
import { VaultFault } from '../vault-fault.js';
import type { VaultService } from './roles.js';

const CONNECTION = 'database/config/mateship';
const LEASE = { default_ttl: '1h', max_ttl: '24h' };

/** What {@link prepareDatabaseLogins} works with. */
export interface DatabasePreparation {
  address: string;
  /** Of an administrator. It is not kept. */
  token: string;
  caFile?: string;
  /** Where Vault finds PostgreSQL, in the database of any of the owners, with its own login as placeholders: `postgresql://{{username}}:{{password}}@postgres:5432/gateway`. */
  url: string;
  /** Vault's own login, made by the statements of `makeKeeper` and `allowLeases`. */
  keeper: {
    user: string;
    /** Gives it a password; asked for only when Vault has none that PostgreSQL takes. */
    newPassword: () => Promise<string>;
  };
  services: Partial<Record<VaultService, LeaseRole>>;
  /** How long a lease lives, and at most with all renewals; an hour and a day by default. Seconds with their unit. */
  lease?: { default_ttl: string; max_ttl: string };
}

/**
 * Teaches the database secrets engine to lend logins to the services: one role `<service>-role` each. Safe to run again, and
 * while logins are lent: the password that Vault has stays as long as it works. Run prepareVault first.
 * @throws VaultFault
 */
export async function prepareDatabaseLogins({ address, token, caFile, url, keeper, services, lease = LEASE }: DatabasePreparation): Promise<void> {
  const client = new VaultClient(address, caFile && (await readFile(caFile, 'utf8')), 1900);
  const ask: Ask = (method, path, body) => client.request(token, { method, path, body, answer: z.unknown() });
  const roles = Object.entries(services).map(([service, role]) => [`${service}-role`, role] as const);
  const connection = { plugin_name: 'postgresql-database-plugin', allowed_roles: roles.map(([name]) => name), connection_url: url, username: keeper.user, password_authentication: 'scram-sha-256' };
  try {
    if (!(await reconnects(ask, connection))) await ask('POST', CONNECTION, { ...connection, password: await keeper.newPassword() }).catch(explain);
    for (const [name, role] of roles) await ask('POST', `database/roles/${name}`, { db_name: 'mateship', ...leaseStatements(role), ...lease });
  } finally {
    client.close();
  }
}

type Ask = (method: 'GET' | 'POST', path: string, body?: Record<string, unknown>) => Promise<unknown>;

/** Whether Vault gets into PostgreSQL with the password that it has: it tries before it takes settings. */
async function reconnects(ask: Ask, connection: Record<string, unknown>): Promise<boolean> {
  try {
    await ask('GET', CONNECTION);
    await ask('POST', CONNECTION, connection);
    return true;
  } catch (fault) {
    if (fault instanceof VaultFault && (fault.kind === 'absent' || fault.kind === 'refused')) return false;
    throw fault;
  }
}

function explain(fault: unknown): never {
  if (!(fault instanceof VaultFault) || fault.kind !== 'refused') throw fault;
  throw new VaultFault(fault.kind, fault.reasons, 'Vault does not get into PostgreSQL. Check that they share a network, and what the logs of both say.');
}
