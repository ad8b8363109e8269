import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FakeVault, startFakeVault, startTestDatabase } from '@mateship/dev-env';
import { VaultSettings } from '@mateship/vault-session';
import { prepareDatabaseLogins, prepareVault, roleOf } from '@mateship/vault-session/preparation';
import pg from 'pg';
import type { VaultConfig } from '../src/config/config.js';

/** A database to which a fake Vault lends logins. */
export interface LentDatabase {
  fake: FakeVault;
  /** What the service is told; its URL names no login. */
  settings: Pick<VaultConfig, 'databaseUrl' | 'databaseLogin'>;
  folder: string;
  /** The roles on lease. */
  roles(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param lease its life and its longest life, such as `2s` */
export async function lendDatabase(lease: { default_ttl: string; max_ttl: string }): Promise<LentDatabase> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lent-'));
  const [fake, database] = await Promise.all([startFakeVault(), startTestDatabase()]);
  const output = path.join(folder, 'roles');
  await mkdir(output);
  const admin = { address: fake.address, token: fake.rootToken };
  await prepareVault({ ...admin, policies: path.resolve(__dirname, '../../../deploy/vault/policies'), output });
  const { owner, url, ...keeper } = await database.keeper();
  await prepareDatabaseLogins({ ...admin, url, keeper, services: { vault: { owner, connectionLimit: 24 } }, lease });
  const file = (name: string): string => path.join(output, 'vault', name);
  const session = VaultSettings.parse({ address: fake.address, role: roleOf('vault'), roleIdFile: file('role-id'), secretIdFile: file('secret-id'), firstSecretIdFile: file('first-secret-id') });
  const bare = new URL(database.url);
  bare.username = bare.password = '';
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  pool.on('error', () => null);
  return {
    fake,
    folder,
    settings: { databaseUrl: bare.href, databaseLogin: { kind: 'vault', databaseRole: 'vault-role', owner, ...session } },
    roles: async () => {
      const { rows } = await pool.query<{ role: string }>("SELECT member::regrole::text AS role FROM pg_auth_members WHERE roleid = $1::regrole AND member::regrole::text LIKE '\"v-%'", [owner]);
      return rows.map(({ role }) => role);
    },
    close: async () => {
      await fake.close();
      await pool.end();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
