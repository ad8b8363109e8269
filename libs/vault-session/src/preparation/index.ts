export { type DatabasePreparation, prepareDatabaseLogins } from './prepare-database-logins.js';
export { initialiseVault, type InitialKeys } from './initialise-vault.js';
export { prepareVault, WRAP_SECONDS, type Preparation } from './prepare-vault.js';
export { roleOf, transitKeyName, VAULT_SERVICES, type VaultService } from './roles.js';
