import { leaseStatements } from '@mateship/database';
import { z } from 'zod';
import { VaultClient } from '../vault-client.js';
import { readFile } from 'node:fs/promises';
import type { VaultService } from './roles.js';

const LEASE = { default_ttl: '1h', max_ttl: '24h' };

/** What {@link prepareDatabaseLogins} works with. */
export interface DatabasePreparation {
  address: string;
  /** Of an administrator. It is not kept. */
  token: string;
  caFile?: string;
  /** Where Vault finds PostgreSQL, with its own login as placeholders: `postgresql://{{username}}:{{password}}@postgres:5432/postgres`. */
  url: string;
  /** Vault's own login: no superuser, but with CREATEROLE, and allowed by `allowLeases` for each owner. Its password may be rotated away afterwards. */
  keeper: { user: string; password: string };
  /** For each service the most connections that one login may have. */
  services: Partial<Record<VaultService, number>>;
  /** Of a lease; an hour, at most a day. Seconds or a duration such as `1h`. */
  lease?: { default_ttl: string; max_ttl: string };
}

/**
 * Teaches the database secrets engine to lend logins to the services: one role `<service>-role` each, for the database and
 * its owner that have the name of the service. Safe to run again. Run prepareVault first.
 * @throws VaultFault
 */
export async function prepareDatabaseLogins({ address, token, caFile, url, keeper, services, lease = LEASE }: DatabasePreparation): Promise<void> {
  const client = new VaultClient(address, caFile && (await readFile(caFile, 'utf8')), 1900);
  const write = (path: string, body: Record<string, unknown>): Promise<unknown> => client.request(token, { method: 'POST', path, body, answer: z.unknown() });
  const owners = Object.entries(services);
  try {
    await write('database/config/mateship', {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: owners.map(([service]) => `${service}-role`),
      connection_url: url,
      username: keeper.user,
      password: keeper.password,
      password_authentication: 'scram-sha-256',
    });
    for (const [owner, connectionLimit] of owners) await write(`database/roles/${owner}-role`, { db_name: 'mateship', ...leaseStatements({ owner, connectionLimit }), ...lease });
  } finally {
    client.close();
  }
}
