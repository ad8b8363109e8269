import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { allowLeases, makeKeeper } from '@mateship/database';
import { VaultFault } from '@mateship/vault-session';
import { prepareDatabaseLogins } from '@mateship/vault-session/preparation';
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

/** `mateship setup database-logins`: makes OpenBao's own login to PostgreSQL and the roles that it lends to services. Safe to run again. */
export async function databaseLoginsCommand(settings: DatabaseLoginsSettings): Promise<void> {
  const file = path.join(settings.admin, 'initial-keys.json');
  const token = tokenOf(file);
  if (token === null) throw new CommandError(`${file} is not there. Put an administrator's token into it, and run this again.`);
  // Nobody but OpenBao learns it; each run makes another one.
  const password = randomBytes(24).toString('base64url');
  await asSuperuser(settings, async (admin) => {
    const statements = [...makeKeeper(KEEPER, password), ...DATABASE_OWNERS.flatMap((owner) => allowLeases(owner, KEEPER))];
    for (const statement of statements) await admin.query(statement);
  });
  try {
    await prepareDatabaseLogins({
      address: settings.address,
      token,
      caFile: settings.ca,
      url: `postgresql://{{username}}:{{password}}@${settings.host}:${settings.port}/${DATABASE_OWNERS[0]}`,
      keeper: { user: KEEPER, password },
      services: Object.fromEntries(DATABASE_OWNERS.map((owner) => [owner, { owner, connectionLimit: CONNECTIONS[owner] }])),
    });
  } catch (error) {
    if (error instanceof VaultFault) throw new CommandError(error.message);
    throw error;
  }
  process.stdout.write('OpenBao may lend logins to the databases of this installation.\n');
}
