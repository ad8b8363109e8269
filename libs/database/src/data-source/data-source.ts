import type { PoolConfig } from 'pg';
import type { DataSource, DataSourceOptions, EntitySchema, MigrationInterface } from 'typeorm';
import { type CredentialSource, StaticCredentials } from '../credentials/credential-source.js';
import { parseDatabaseUrl } from '../credentials/database-url.js';
import { RotatingPool } from '../pools/rotating-pool.js';
import { FaultMappingDataSource } from './fault-mapping.data-source.js';
import { SilentLogger } from './silent-logger.js';
import { SnakeCaseNames } from './snake-case-names.js';

type Constructor<T> = new () => T;

/** What a service says about its database. Only `url` is needed. */
export interface DataSourceSettings {
  /** See parseDatabaseUrl; the login in it counts only without `credentials`. */
  url: string;
  /** Where the login comes from; by default the URL. */
  credentials?: CredentialSource;
  /** Classes or schemas, never globs: the services are bundled into one file. */
  entities?: (Constructor<object> | EntitySchema)[];
  /** Migration classes in any order; each sets `name` itself (`CreateUsers1760000000000`), since bundling may rename classes. */
  migrations?: Constructor<MigrationInterface>[];
  /** PostgreSQL schema of the tables; by default the first of the role's search path. */
  schema?: string;
  /** Most connections of the pool; 10 by default. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Milliseconds after which the server cancels a statement; 30,000 by default, 0 never. Migrations are exempt. */
  statementTimeoutMs?: number;
  /** Called when an idle connection breaks, for example because PostgreSQL restarts; the pool replaces it. */
  onPoolError?: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;

/**
 * A TypeORM data source that is not connected yet: call `initialize()`, then {@link runMigrations}.
 * Columns are snake_case, the schema changes by migrations alone, and a database that is away shows as
 * DomainError DATABASE_UNAVAILABLE from every query and from `initialize()`.
 *
 * @throws TypeError when the URL is not a database URL.
 */
export function createDataSource(settings: DataSourceSettings): DataSource {
  const address = parseDatabaseUrl(settings.url);
  const credentials = settings.credentials ?? new StaticCredentials(settings.url);
  const options: DataSourceOptions = {
    type: 'postgres',
    driver: driverWith(credentials),
    host: address.host,
    port: address.port,
    database: address.database,
    ssl: address.tls,
    ...(settings.schema === undefined ? {} : { schema: settings.schema }),
    entities: settings.entities ?? [],
    migrations: settings.migrations ?? [],
    migrationsTableName: 'migration',
    namingStrategy: new SnakeCaseNames(),
    installExtensions: false,
    synchronize: false,
    logger: new SilentLogger(),
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    poolSize: settings.poolSize ?? 10,
    applicationName: settings.applicationName ?? 'mateship',
    poolErrorHandler: (error: Error) => settings.onPoolError?.(error),
    extra: {
      statement_timeout: settings.statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
      // Whatever the server's own default is.
      options: '-c default_transaction_isolation=read\\ committed',
      keepAlive: true,
    },
  };
  return new FaultMappingDataSource(options);
}

/** All that TypeORM asks of a driver is a class of pools. */
function driverWith(credentials: CredentialSource): { Pool: new (options: PoolConfig) => RotatingPool } {
  return {
    Pool: class extends RotatingPool {
      constructor(options: PoolConfig) {
        super(options, credentials);
      }
    },
  };
}
