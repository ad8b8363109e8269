import { setImmediate as breathe } from 'node:timers/promises';
import { DomainError, type KeyPurpose } from '@mateship/contracts';
import { DecryptionError, unwrapKey, wipe, wrapKey, wrappedKeyVersion } from '@mateship/crypto';
import { KeyFileError } from './key-file.errors.js';
import { readKeyFile, type RootKeys } from './key-file.js';
import type { KeyManagement, Versions, WrappedIn, WrappedKey } from './key-management.js';
import { RootKeyring } from './root-keyring.js';
import { newRootKey, replaceKeyFile } from './write-key-file.js';

/** How old what this process knows of the file may be. */
const FRESH_MS = 1000;
/** Keys that are rewrapped before anybody else's turn. */
const AT_ONCE = 20;

/**
 * Key management in this process: one key-encryption key for each purpose and root version, derived from the key file.
 * A version that another process adds is used within a second, and at once when a key needs it.
 */
export class KeyFileManagement implements KeyManagement {
  private readonly ring: RootKeyring;
  private readAt = Date.now();
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    roots: RootKeys,
  ) {
    this.ring = new RootKeyring(roots);
  }

  async wrap(purpose: KeyPurpose, context: Uint8Array, dek: Uint8Array): Promise<WrappedKey> {
    if (Date.now() - this.readAt > FRESH_MS) await this.follow().catch(() => null);
    const kek = this.ring.kek(purpose, this.ring.current);
    return { wrapped: wrapKey(kek, context, dek), version: kek.version };
  }

  async unwrap(purpose: KeyPurpose, context: Uint8Array, wrapped: Uint8Array): Promise<Buffer> {
    const version = wrappedKeyVersion(wrapped);
    if (!this.ring.has(version) && version > this.ring.current) await this.follow();
    else if (Date.now() - this.readAt > FRESH_MS) await this.follow().catch(() => null);
    return unwrapKey(this.ring.kek(purpose, version), context, wrapped);
  }

  async rewrap(batch: readonly WrappedIn[]): Promise<(WrappedKey | null)[]> {
    const results: (WrappedKey | null)[] = [];
    for (const key of batch) {
      results.push(await this.rewrapOne(key));
      if (results.length % AT_ONCE === 0) await breathe();
    }
    return results;
  }

  async versions(): Promise<Versions> {
    await this.follow().catch(() => null);
    const versions = [...this.ring.keys.roots].map(([version, { createdAt }]) => ({ version, createdAt: new Date(createdAt) }));
    return { current: this.ring.current, least: this.ring.least, versions };
  }

  async rotate(): Promise<number> {
    const { roots } = await this.follow();
    const version = this.ring.current + 1;
    await this.replace({ current: version, roots: new Map([...roots, [version, newRootKey()]]) });
    return version;
  }

  async retire(below: number): Promise<void> {
    const { current, roots } = await this.follow();
    if (below > current) throw new RangeError('the current version cannot be retired');
    const kept = [...roots].filter(([version]) => version >= below);
    if (kept.length < roots.size) await this.replace({ current, roots: new Map(kept) });
  }

  /** The file must still hold every root key that is in use here, but for those that were retired in it. */
  async check(): Promise<void> {
    await this.follow().catch((cause: unknown) => {
      throw cause instanceof DomainError ? cause.cause : cause;
    });
  }

  async close(): Promise<void> {
    // A file is held by nobody.
  }

  /**
   * Takes over what the file says now, one call after the other, so that an older reading never follows a newer one.
   * @throws DomainError KMS_UNAVAILABLE, and changes nothing, when it is gone or another one
   */
  private follow(): Promise<RootKeys> {
    this.readAt = Date.now();
    const turn = this.lastTurn.then(() => this.readOnce());
    this.lastTurn = turn.catch(() => null);
    return turn;
  }

  private async readOnce(): Promise<RootKeys> {
    try {
      const onDisk = await readKeyFile(this.file);
      if (!onDisk || !this.ring.isContinuedBy(onDisk)) throw new KeyFileError('The key file is missing or was changed. Put it back before this service restarts.');
      this.ring.adopt(onDisk);
      return this.ring.keys;
    } catch (cause) {
      throw new DomainError('KMS_UNAVAILABLE', { cause, retryAfter: 5 });
    }
  }

  private async replace(keys: RootKeys): Promise<void> {
    await replaceKeyFile(this.file, keys).catch((cause: unknown) => {
      throw new DomainError('KMS_UNAVAILABLE', { cause });
    });
    await this.follow();
  }

  private async rewrapOne({ purpose, context, wrapped }: WrappedIn): Promise<WrappedKey | null> {
    let dek: Buffer | undefined;
    try {
      dek = await this.unwrap(purpose, context, wrapped);
      return await this.wrap(purpose, context, dek);
    } catch (error) {
      if (error instanceof DecryptionError) return null;
      throw error;
    } finally {
      if (dek) wipe(dek);
    }
  }
}
