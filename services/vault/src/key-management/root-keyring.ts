import type { KeyPurpose } from '@mateship/contracts';
import { constantTimeEqual, DecryptionError, deriveKey, encodeContext, wipe, type WrappingKey } from '@mateship/crypto';
import type { RootKeys } from './key-file.js';

/** The root keys in memory, with the key-encryption keys that were derived from them. */
export class RootKeyring {
  private readonly keks = new Map<string, WrappingKey>();

  constructor(private held: RootKeys) {}

  get keys(): RootKeys {
    return this.held;
  }

  get current(): number {
    return this.held.current;
  }

  /** The oldest version that is not retired. */
  get least(): number {
    return leastOf(this.held);
  }

  has(version: number): boolean {
    return this.held.roots.has(version);
  }

  /** The key-encryption key of a purpose and version. @throws DecryptionError for a version that is not there */
  kek(purpose: KeyPurpose, version: number): WrappingKey {
    const name = `${purpose}/${version}`;
    const known = this.keks.get(name);
    if (known) return known;
    const root = this.held.roots.get(version);
    if (!root) throw new DecryptionError();
    const kek = { version, secret: deriveKey(root.secret, encodeContext({ use: 'key-encryption', purpose, version })) };
    this.keks.set(name, kek);
    return kek;
  }

  /** Whether these keys are the ones held, or what rotating and retiring makes of them. */
  isContinuedBy(keys: RootKeys): boolean {
    const kept = [...this.held.roots].filter(([version]) => version >= leastOf(keys));
    const unchanged = kept.every(([version, { secret }]) => {
      const other = keys.roots.get(version);
      return other !== undefined && constantTimeEqual(other.secret, secret);
    });
    return unchanged && keys.current >= this.current && keys.roots.has(this.current);
  }

  /** Takes over keys that continue the ones held: adds what is new, overwrites what is retired, leaves the rest where it is. */
  adopt(keys: RootKeys): void {
    const before = this.held;
    this.held = { current: keys.current, roots: new Map([...keys.roots].map(([version, root]) => [version, before.roots.get(version) ?? root])) };
    for (const [version, { secret }] of before.roots) if (!keys.roots.has(version)) wipe(secret);
    for (const [name, { version, secret }] of this.keks) {
      if (keys.roots.has(version)) continue;
      wipe(secret);
      this.keks.delete(name);
    }
  }
}

function leastOf(keys: RootKeys): number {
  return Math.min(...keys.roots.keys());
}
