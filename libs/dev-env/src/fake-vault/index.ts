export type { Breakage } from './http/faults.js';
export { startFakeVault, type FakeVault, type FakeVaultOptions, type VaultRequestRecord } from './fake-vault.js';
