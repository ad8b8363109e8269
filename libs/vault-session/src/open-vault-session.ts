import { readFile } from 'node:fs/promises';
import { AppRole } from './app-role.js';
import { withBackOff } from './back-off.js';
import { TokenSession } from './token-session.js';
import { VaultClient } from './vault-client.js';
import { VaultFault } from './vault-fault.js';
import type { VaultSession } from './vault-session.js';
import type { VaultSettings } from './vault-settings.js';

/** What the caller may add to the settings. */
export interface OpenOptions {
  /** Gives up waiting for a server that is away. */
  signal?: AbortSignal;
  /** Is told each time that the server is away at the first login; more follow until it is there. */
  onWait?: (fault: VaultFault) => void;
}

/**
 * Logs a service in. Waits for a server that is away or sealed, until `signal` aborts; a login that is refused is an
 * error at once. One process at a time uses a secret id file.
 * @throws VaultFault when the login is refused, Error when a file is missing or damaged
 */
export async function openVaultSession(settings: VaultSettings, { signal = new AbortController().signal, onWait }: OpenOptions = {}): Promise<VaultSession> {
  const client = new VaultClient(settings.address, settings.caFile && (await readFile(settings.caFile, 'utf8')), settings.timeoutMs);
  const appRole = new AppRole(client, settings);
  const isPassing = (error: unknown): boolean => {
    if (!(error instanceof VaultFault) || !error.isOutage) return false;
    onWait?.(error);
    return true;
  };
  try {
    return new TokenSession(client, appRole, settings.timeoutMs, await withBackOff(() => appRole.login(signal), isPassing, signal));
  } catch (error) {
    client.close();
    throw error;
  }
}
