export { EmbeddedPostgres, type EmbeddedPostgresSettings } from './embedded-postgres.js';
export { EmbeddedPostgresError } from './embedded-postgres.errors.js';
export { processAt, type ProcessIdentity, runsStill } from './process-identity.js';
export { closeSystemDatabases, databaseUrl, provisionDatabase, type ServiceDatabase } from './provision-database.js';
