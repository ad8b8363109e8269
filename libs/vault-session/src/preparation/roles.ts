import type { KeyPurpose } from '@mateship/contracts';

/** A service that logs in to Vault. */
export type VaultService = 'gateway' | 'vault';

/** Each service with the policies of deploy/vault/policies that it gets. Whoever is not here has no business with Vault. */
export const VAULT_SERVICES: Record<VaultService, readonly string[]> = {
  gateway: ['gateway'],
  vault: ['vault', 'keys-use', 'keys-rewrap', 'keys-rotate'],
};

/** Name of a service's AppRole. */
export function roleOf(service: VaultService): string {
  return `mateship-${service}`;
}

/** Name of a transit key. */
export function transitKeyName(purpose: KeyPurpose): string {
  return `mateship-${purpose}`;
}
