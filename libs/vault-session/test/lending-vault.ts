import { startTestDatabase, type TestDatabase } from '@mateship/dev-env';
import pg from 'pg';
import { prepareDatabaseLogins } from '../src/preparation/index.js';
import { PreparedVault } from './prepared-vault.js';

/** A prepared fake Vault that lends logins to a database of its own. */
export class LendingVault {
  private constructor(
    readonly vault: PreparedVault,
    readonly database: TestDatabase,
    readonly owner: string,
    private readonly pool: pg.Pool,
  ) {}

  /** @param lease its life and its longest life, such as `2s` */
  static async start(lease: { default_ttl: string; max_ttl: string }): Promise<LendingVault> {
    const [vault, database] = await Promise.all([PreparedVault.start(), startTestDatabase()]);
    const { owner, url, ...keeper } = await database.keeper();
    await prepareDatabaseLogins({ address: vault.fake.address, token: vault.fake.rootToken, url, keeper, services: { gateway: { owner, connectionLimit: 20 } }, lease });
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    return new LendingVault(vault, database, owner, pool);
  }

  /** Settings of the key `databaseLogin` for the gateway. */
  settings() {
    return { ...this.vault.settings('gateway'), kind: 'vault' as const, databaseRole: 'gateway-role', owner: this.owner };
  }

  /** The roles on lease. */
  async roles(): Promise<string[]> {
    const { rows } = await this.pool.query<{ role: string }>("SELECT m.rolname AS role FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles o ON o.oid = a.roleid WHERE o.rolname = $1 AND starts_with(m.rolname, 'v-')", [this.owner]);
    return rows.map(({ role }) => role);
  }

  async close(): Promise<void> {
    await this.vault.close();
    await this.pool.end();
    await this.database.close();
  }
}
