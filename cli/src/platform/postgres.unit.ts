import { closeSystemDatabases, databaseUrl, EmbeddedPostgres, provisionDatabase } from '@mateship/database/embedded';
import pg from 'pg';
import type { Layout } from '../data-folder/layout.js';
import { handOver, installationSecret } from '../data-folder/secrets.js';
import type { LogFile } from '../process/log-file.js';
import type { Unit } from '../process/unit.js';

/** The services that own a database; role, database and secret files carry their names. */
const OWNERS = ['gateway', 'vault'] as const;
const STOP_MS = 2_000;

/** PostgreSQL with a role and a database for each service. Every start also writes the services' database URLs. */
export class PostgresUnit implements Unit {
  readonly name = 'postgres';
  readonly #server: EmbeddedPostgres;

  constructor(
    private readonly layout: Layout,
    log: LogFile,
  ) {
    this.#server = new EmbeddedPostgres({
      home: layout.postgres,
      password: installationSecret(layout, 'database-postgres'),
      durable: true,
      // Terse: details of errors and statements would put people's data into the log.
      settings: { log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_line_prefix: '', jit: 'off' },
      onLine: (line) => log.write(line, levelOf(line)),
    });
  }

  get pid(): number | null {
    return this.#server.pid;
  }

  get exited(): Promise<string> {
    return this.#server.exited.then((code) => (code === null ? 'killed' : `exit code ${code}`));
  }

  async start(): Promise<void> {
    await this.#server.start();
    const { socketFolder, port, password } = this.#server.address;
    const admin = new pg.Client({ host: socketFolder, port, user: 'postgres', password, database: 'postgres' });
    admin.on('error', () => undefined);
    try {
      await admin.connect();
      await closeSystemDatabases(admin);
      for (const name of OWNERS) await this.#provision(admin, name);
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      await admin.end().catch(() => undefined);
    }
  }

  stop(): Promise<void> {
    return this.#server.stop(STOP_MS);
  }

  async #provision(admin: pg.Client, name: string): Promise<void> {
    const password = installationSecret(this.layout, `database-${name}`);
    await provisionDatabase(admin, { name, password });
    handOver(this.layout, `${name}-database`, databaseUrl(this.#server.address, { user: name, password, database: name }));
  }
}

function levelOf(line: string): 'info' | 'warn' | 'error' {
  if (/^(ERROR|FATAL|PANIC):/.test(line)) return 'error';
  return line.startsWith('WARNING:') ? 'warn' : 'info';
}
