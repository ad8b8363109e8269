import type { Logger } from 'typeorm';

/** TypeORM writes plain lines to the console, which would break the JSON log; every fault reaches the caller as an error anyway. */
export class SilentLogger implements Logger {
  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
