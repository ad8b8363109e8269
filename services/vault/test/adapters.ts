import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startFakeVault, type FakeVault } from '@mateship/dev-env';
import { VaultSettings } from '@mateship/vault-session';
import { prepareVault, roleOf } from '@mateship/vault-session/preparation';
import type { VaultConfig } from '../src/config/config.js';

/** Who holds the key-encryption keys of a vault under test. */
export type Adapter = 'file' | 'transit';
export const ADAPTERS: readonly Adapter[] = ['file', 'transit'];

/** A fake Vault that an installation's own tools have prepared, and the settings of the service. */
export interface Transit {
  fake: FakeVault;
  keys: Extract<VaultConfig['keys'], { kind: 'transit' }>;
}

/** Starts a fake Vault; what the service gets for it lies below `folder`. */
export async function startTransit(folder: string): Promise<Transit> {
  const fake = await startFakeVault();
  const output = path.join(folder, 'vault-roles');
  await mkdir(output, { recursive: true });
  await prepareVault({ address: fake.address, token: fake.rootToken, policies: path.resolve(__dirname, '../../../deploy/vault/policies'), output });
  const file = (name: string): string => path.join(output, 'vault', name);
  const settings = VaultSettings.parse({ address: fake.address, role: roleOf('vault'), roleIdFile: file('role-id'), secretIdFile: file('secret-id'), firstSecretIdFile: file('first-secret-id') });
  return { fake, keys: { kind: 'transit', ...settings } };
}
