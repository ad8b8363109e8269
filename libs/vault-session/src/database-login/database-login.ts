import { type CredentialSource, LeasedCredentials, StaticCredentials } from '@mateship/database';
import { SharedSessions } from '../shared-sessions.js';
import type { VaultSession } from '../vault-session.js';
import type { DatabaseLoginSettings } from './database-login-settings.js';
import { type CounterSource, countLeases, type LineWriter, logLeases } from './lease-report.js';
import { VaultLeases } from './vault-leases.js';

/** Where a database login tells its state. The service-kit's HealthRegistry is one. */
export interface HealthReports {
  register(name: string, check: { needed: boolean; check: () => Promise<void> }): void;
}

/** A service's login to its database, for all of its pools. */
export abstract class DatabaseLogin {
  abstract readonly credentials: CredentialSource;
  /** Makes the service not ready while there is no login, and counts what happens to leases. */
  abstract report(health: HealthReports, metrics: CounterSource): void;
  /** Gives the login back. Close the pools first. */
  abstract close(): Promise<void>;
}

/** What a login is opened from. */
export interface DatabaseLoginOptions {
  settings: DatabaseLoginSettings;
  /** The database URL; with Vault, the login in it is not used and need not be there. */
  url: string;
  log: LineWriter;
  /** Where others of the same service get their session from. */
  sessions?: SharedSessions;
}

/**
 * Opens the login that the configuration chose. Waits for a Vault that is away or sealed, as openVaultSession does.
 * @throws LeaseFault, VaultFault with a sentence for the administrator when Vault refuses or has no login to give
 */
export async function openDatabaseLogin({ settings, url, log, sessions = new SharedSessions() }: DatabaseLoginOptions): Promise<DatabaseLogin> {
  if (settings.kind === 'url') return new UrlLogin(new StaticCredentials(url));
  const { kind: _kind, databaseRole, owner, ...vault } = settings;
  const session = await sessions.open(vault, { onWait: (fault) => log.warn('waiting for Vault, which gives the login to the database', { reason: fault.message }) });
  try {
    const credentials = await LeasedCredentials.open({ leases: new VaultLeases(session, databaseRole), role: owner });
    credentials.onEvent(logLeases(log));
    return new LeasedLogin(credentials, session);
  } catch (error) {
    await session.close();
    throw error;
  }
}

class UrlLogin extends DatabaseLogin {
  constructor(readonly credentials: StaticCredentials) {
    super();
  }

  report(): void {
    // It never changes.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class LeasedLogin extends DatabaseLogin {
  constructor(
    readonly credentials: LeasedCredentials,
    private readonly session: VaultSession,
  ) {
    super();
  }

  report(health: HealthReports, metrics: CounterSource): void {
    health.register('databaseLogin', { needed: true, check: () => this.credentials.check() });
    this.credentials.onEvent(countLeases(metrics));
  }

  async close(): Promise<void> {
    await this.credentials.close();
    await this.session.close();
  }
}
