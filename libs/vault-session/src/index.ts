export { openVaultSession, type OpenOptions } from './open-vault-session.js';
export { VaultFault, type VaultFaultKind } from './vault-fault.js';
export type { VaultRequest, VaultSession, VaultSessionState } from './vault-session.js';
export { VaultSettings } from './vault-settings.js';
export { DatabaseLogin, type DatabaseLoginOptions, type HealthReports, openDatabaseLogin } from './database-login/database-login.js';
export { type DatabaseLoginSettings, databaseLoginSettings } from './database-login/database-login-settings.js';
export type { CounterSource, LineWriter } from './database-login/lease-report.js';
export { VaultLeases } from './database-login/vault-leases.js';
export { SharedSessions } from './shared-sessions.js';
