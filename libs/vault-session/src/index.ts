export { openVaultSession, type OpenOptions } from './open-vault-session.js';
export { VaultFault, type VaultFaultKind } from './vault-fault.js';
export type { VaultRequest, VaultSession, VaultSessionState } from './vault-session.js';
export { VaultSettings } from './vault-settings.js';
