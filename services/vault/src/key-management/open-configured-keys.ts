import { JsonLogger } from '@mateship/service-kit';
import type { SharedSessions } from '@mateship/vault-session';
import type { VaultConfig } from '../config/config.js';
import type { KeyManagement } from './key-management.js';
import { openKeyFile, openTransit, type StoredKeys } from './open-key-management.js';

/** The adapter that the configuration chose. Waits for a Vault that is away or sealed. */
export async function openConfiguredKeys({ keys, keyFile }: Pick<VaultConfig, 'keys' | 'keyFile'>, stored: StoredKeys, sessions: SharedSessions): Promise<KeyManagement> {
  if (keys.kind === 'file') return openKeyFile(keyFile, stored);
  const logger = new JsonLogger('vault');
  const { kind: _kind, ...settings } = keys;
  const session = await sessions.open(settings, { onWait: (fault) => logger.warn('waiting for Vault', { reason: fault.message }) });
  try {
    return await openTransit(session, keyFile, stored);
  } catch (error) {
    await session.close();
    throw error;
  }
}
