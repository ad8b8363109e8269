import { type OpenOptions, openVaultSession } from './open-vault-session.js';
import type { VaultRequest, VaultSession, VaultSessionState } from './vault-session.js';
import type { VaultSettings } from './vault-settings.js';

interface Shared {
  session: Promise<VaultSession>;
  users: number;
}

/** One session for all who have the same secret id file: no two may use one at the same time. */
export class SharedSessions {
  private readonly byFile = new Map<string, Shared>();

  /** As openVaultSession. The session is closed when everybody who opened it has closed it; the settings of the first count. */
  async open(settings: VaultSettings, options: OpenOptions = {}): Promise<VaultSession> {
    const { secretIdFile } = settings;
    const shared = this.byFile.get(secretIdFile) ?? { session: openVaultSession(settings, options), users: 0 };
    this.byFile.set(secretIdFile, shared);
    shared.users += 1;
    try {
      return new SharedSession(await shared.session, () => this.leave(secretIdFile, shared));
    } catch (error) {
      this.byFile.delete(secretIdFile);
      throw error;
    }
  }

  private async leave(file: string, shared: Shared): Promise<void> {
    shared.users -= 1;
    if (shared.users > 0) return;
    this.byFile.delete(file);
    await (await shared.session).close();
  }
}

class SharedSession implements VaultSession {
  private closed: Promise<void> | undefined;

  constructor(
    private readonly session: VaultSession,
    private readonly leave: () => Promise<void>,
  ) {}

  request<T>(request: VaultRequest<T>): Promise<T> {
    return this.session.request(request);
  }

  state(): VaultSessionState {
    return this.session.state();
  }

  onRelogin(listener: () => void | Promise<void>): () => void {
    return this.session.onRelogin(listener);
  }

  close(): Promise<void> {
    return (this.closed ??= this.leave());
  }
}
