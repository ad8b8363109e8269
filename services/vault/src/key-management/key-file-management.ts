import type { KeyPurpose } from '@mateship/contracts';
import { constantTimeEqual, DecryptionError, deriveKey, encodeContext, unwrapKey, wrapKey, wrappedKeyVersion, type WrappingKey } from '@mateship/crypto';
import { KeyFileError } from './key-file.errors.js';
import { readKeyFile, type RootKeys } from './key-file.js';
import type { KeyManagement, WrappedKey } from './key-management.js';

/** Key management in this process: one key-encryption key for each purpose and root version, derived from the key file. */
export class KeyFileManagement implements KeyManagement {
  private readonly keks = new Map<string, WrappingKey>();

  constructor(
    private readonly file: string,
    private readonly roots: RootKeys,
  ) {}

  async wrap(purpose: KeyPurpose, context: Uint8Array, dek: Uint8Array): Promise<WrappedKey> {
    const kek = this.kek(purpose, this.roots.current);
    return { wrapped: wrapKey(kek, context, dek), version: kek.version };
  }

  async unwrap(purpose: KeyPurpose, context: Uint8Array, wrapped: Uint8Array): Promise<Buffer> {
    return unwrapKey(this.kek(purpose, wrappedKeyVersion(wrapped)), context, wrapped);
  }

  /** The file must still hold every root key that is in use here. */
  async check(): Promise<void> {
    const onDisk = await readKeyFile(this.file);
    for (const [version, secret] of this.roots.secrets) {
      const kept = onDisk?.secrets.get(version);
      if (!kept || !constantTimeEqual(kept, secret)) throw new KeyFileError('The key file is missing or was changed. Put it back before this service restarts.');
    }
  }

  private kek(purpose: KeyPurpose, version: number): WrappingKey {
    const name = `${purpose}/${version}`;
    const known = this.keks.get(name);
    if (known) return known;
    const root = this.roots.secrets.get(version);
    if (!root) throw new DecryptionError();
    const kek = { version, secret: deriveKey(root, encodeContext({ use: 'key-encryption', purpose, version })) };
    this.keks.set(name, kek);
    return kek;
  }
}
