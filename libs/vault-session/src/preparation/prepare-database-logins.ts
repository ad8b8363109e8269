import { readFile } from 'node:fs/promises';
import { type LeaseRole, leaseStatements } from '@mateship/database';
import { z } from 'zod';
import { VaultClient } from '../vault-client.js';
import type { VaultService } from './roles.js';

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
  keeper: { user: string; password: string };
  services: Partial<Record<VaultService, LeaseRole>>;
  /** How long a lease lives, and at most with all renewals; an hour and a day by default. Seconds with their unit. */
  lease?: { default_ttl: string; max_ttl: string };
}

/**
 * Teaches the database secrets engine to lend logins to the services: one role `<service>-role` each. Safe to run again. Run prepareVault first.
 * @throws VaultFault
 */
export async function prepareDatabaseLogins({ address, token, caFile, url, keeper, services, lease = LEASE }: DatabasePreparation): Promise<void> {
  const client = new VaultClient(address, caFile && (await readFile(caFile, 'utf8')), 1900);
  const write = (path: string, body: Record<string, unknown>): Promise<unknown> => client.request(token, { method: 'POST', path, body, answer: z.unknown() });
  const roles = Object.entries(services).map(([service, role]) => [`${service}-role`, role] as const);
  try {
    await write('database/config/mateship', {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: roles.map(([name]) => name),
      connection_url: url,
      username: keeper.user,
      password: keeper.password,
      password_authentication: 'scram-sha-256',
    });
    for (const [name, role] of roles) await write(`database/roles/${name}`, { db_name: 'mateship', ...leaseStatements(role), ...lease });
  } finally {
    client.close();
  }
}
