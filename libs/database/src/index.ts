export { type CredentialSource, StaticCredentials } from './credentials/credential-source.js';
export { type DatabaseAddress, parseDatabaseUrl } from './credentials/database-url.js';
export { createDataSource, type DataSourceSettings } from './data-source/data-source.js';
export { isDatabaseUnavailable, toDatabaseError } from './data-source/connection-faults.js';
export { SnakeCaseNames } from './data-source/snake-case-names.js';
export { MigrationsNewerError, runMigrations } from './migrations/run-migrations.js';
export { withTransaction, type TransactionSettings } from './transactions/with-transaction.js';
