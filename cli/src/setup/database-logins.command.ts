import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { allowLeases, makeKeeper } from '@mateship/database';
import { VaultFault } from '@mateship/vault-session';
import { prepareDatabaseLogins } from '@mateship/vault-session/preparation';
import type pg from 'pg';
import { CommandError } from '../command.errors.js';
import { CONNECTIONS, DATABASE_OWNERS } from './database-roles.js';
import { asSuperuser, type DatabaseSettings } from './database.command.js';
import { tokenOf } from './openbao.command.js';

/** Where PostgreSQL and OpenBao are, and with what to administer both. */
export interface DatabaseLoginsSettings extends DatabaseSettings {
  address: string;
  ca?: string;
  /** Holds `initial-keys.json`, as `setup openbao` leaves it. */
  admin: string;
}

const KEEPER = 'mateship_keeper';

/**
 * `mateship setup database-logins`: makes OpenBao's own login to PostgreSQL and the roles that it lends to services. Safe to run
 * again, and while they are lent. Without an administrator's token it changes nothing, and fails where there is no login yet.
 */
export async function databaseLoginsCommand(settings: DatabaseLoginsSettings): Promise<void> {
  const file = path.join(settings.admin, 'initial-keys.json');
  const token = tokenOf(file);
  await asSuperuser(settings, (admin) => (token === null ? leaveAsItIs(admin, file) : prepare(admin, token, settings)));
}

async function leaveAsItIs(admin: pg.Client, file: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_authid WHERE rolname = $1 AND rolpassword IS NOT NULL', [KEEPER]);
  if (rowCount === 0) throw new CommandError(`OpenBao has no login to PostgreSQL yet, and ${file} is not there. Put an administrator's token into it, and run this again.`);
  process.stdout.write(`Nothing was changed: OpenBao has its login to PostgreSQL, and ${file} is not there. To make it or the roles anew, put an administrator's token into it and run this again.\n`);
}

async function prepare(admin: pg.Client, token: string, { address, ca, host, port }: DatabaseLoginsSettings): Promise<void> {
  const run = async (statements: string[]): Promise<void> => {
    for (const statement of statements) await admin.query(statement);
  };
  await run([...makeKeeper(KEEPER), ...DATABASE_OWNERS.flatMap((owner) => allowLeases(owner, KEEPER))]);
  // Nobody but OpenBao learns it.
  const newPassword = async (): Promise<string> => {
    const password = randomBytes(24).toString('base64url');
    await run(makeKeeper(KEEPER, password));
    return password;
  };
  try {
    await prepareDatabaseLogins({
      address,
      token,
      caFile: ca,
      url: `postgresql://{{username}}:{{password}}@${host}:${port}/${DATABASE_OWNERS[0]}`,
      keeper: { user: KEEPER, newPassword },
      services: Object.fromEntries(DATABASE_OWNERS.map((owner) => [owner, { owner, connectionLimit: CONNECTIONS[owner] }])),
    });
  } catch (error) {
    if (error instanceof VaultFault) throw new CommandError(error.message);
    throw error;
  }
  process.stdout.write('OpenBao may lend logins to the databases of this installation.\n');
}
