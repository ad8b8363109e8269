import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { failure, refusal, VaultError } from '../protocol.js';

/** One version of a key. */
interface Version {
  key: Buffer;
  createdAt: number;
}

/** Settings of a key that a request may choose. */
export interface KeyWish {
  type: string;
  derived: boolean;
  exportable: boolean;
  allowPlaintextBackup: boolean;
  /** Seconds; 0 never rotates by itself. */
  autoRotatePeriod: number;
}

const NONCE = 12;
const TAG = 16;
const NOTHING = Buffer.alloc(0);
const KEY_BYTES: Record<string, number> = { 'aes128-gcm96': 16, 'aes256-gcm96': 32 };

/** A ciphertext that does not open. Vault hands on what its AES library says, as an error that is no refusal. */
export class DoesNotOpen extends Error {}

/** A named key with its versions (https://openbao.org/docs/secrets/transit/). */
export class TransitKey {
  minDecryptionVersion = 1;
  minEncryptionVersion = 0;
  minAvailableVersion = 0;
  deletionAllowed = false;
  private readonly versions = new Map<number, Version>();
  private latest = 0;

  constructor(
    readonly name: string,
    readonly wish: KeyWish,
    now: number,
  ) {
    if (!(wish.type in KEY_BYTES)) throw refusal(`unknown key type ${wish.type}`);
    this.rotate(now);
  }

  get latestVersion(): number {
    return this.latest;
  }

  rotate(now: number): void {
    this.latest += 1;
    this.versions.set(this.latest, { key: randomBytes(KEY_BYTES[this.wish.type] ?? 32), createdAt: now });
  }

  /** Rotates as often as the period of the key has passed since its newest version. */
  rotateWhenDue(now: number): void {
    const { autoRotatePeriod } = this.wish;
    const newest = this.versions.get(this.latest);
    if (autoRotatePeriod > 0 && newest && now - newest.createdAt >= autoRotatePeriod * 1000) this.rotate(now);
  }

  /** Destroys the versions below this one. */
  trim(below: number): void {
    this.minAvailableVersion = below;
    for (const version of this.versions.keys()) if (version < below) this.versions.delete(version);
  }

  /** `version` 0 is the latest. Additional data is authenticated, not encrypted. */
  encrypt(plaintext: Buffer, context: Buffer, version = 0, additional: Buffer = NOTHING): string {
    if (version < 0) throw refusal('requested version for encryption is negative');
    if (version > this.latest) throw refusal('requested version for encryption is higher than the latest key version');
    if (version !== 0 && version < this.minEncryptionVersion) throw refusal('requested version for encryption is less than the minimum encryption key version');
    const used = version || this.latest;
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(this.algorithm(), this.key(used, context), nonce).setAAD(additional);
    const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return `vault:v${used}:${sealed.toString('base64')}`;
  }

  decrypt(ciphertext: string, context: Buffer, additional: Buffer = NOTHING): Buffer {
    if (!ciphertext.startsWith('vault:v')) throw refusal('invalid ciphertext: no prefix');
    const [number = '', encoded] = ciphertext.slice('vault:v'.length).split(/:(.*)/s);
    if (encoded === undefined) throw refusal('invalid ciphertext: wrong number of fields');
    if (!/^-?\d+$/.test(number)) throw refusal('invalid ciphertext: version number could not be decoded');
    const version = Number(number) || 1;
    if (version > this.latest) throw refusal('invalid ciphertext: version is too new');
    if (version < this.minDecryptionVersion) throw refusal('ciphertext or signature version is disallowed by policy (too old)');
    const sealed = fromBase64(encoded);
    if (!sealed) throw refusal('invalid ciphertext: could not decode base64');
    const key = this.key(version, context);
    if (sealed.length < NONCE) throw refusal('invalid ciphertext length');
    if (sealed.length < NONCE + TAG) throw new DoesNotOpen('cipher: message authentication failed');
    const decipher = createDecipheriv(this.algorithm(), key, sealed.subarray(0, NONCE)).setAAD(additional).setAuthTag(sealed.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    } catch {
      throw new DoesNotOpen('cipher: message authentication failed');
    }
  }

  describe(): Record<string, unknown> {
    const shown = [...this.versions].filter(([version]) => version >= this.minDecryptionVersion);
    return {
      name: this.name,
      type: this.wish.type,
      derived: this.wish.derived,
      ...(this.wish.derived && { kdf: 'hkdf_sha256', convergent_encryption: false }),
      deletion_allowed: this.deletionAllowed,
      exportable: this.wish.exportable,
      allow_plaintext_backup: this.wish.allowPlaintextBackup,
      auto_rotate_period: this.wish.autoRotatePeriod,
      keys: Object.fromEntries(shown.map(([version, { createdAt }]) => [String(version), Math.floor(createdAt / 1000)])),
      latest_version: this.latest,
      min_available_version: this.minAvailableVersion,
      min_decryption_version: this.minDecryptionVersion,
      min_encryption_version: this.minEncryptionVersion,
      imported_key: false,
      soft_deleted: false,
      supports_encryption: true,
      supports_decryption: true,
      supports_derivation: true,
      supports_signing: false,
    };
  }

  /** The keys of all versions that may still decrypt, in base64. */
  exported(): Record<string, string> {
    return Object.fromEntries([...this.versions].filter(([version]) => version >= this.minDecryptionVersion).map(([version, { key }]) => [String(version), key.toString('base64')]));
  }

  private key(version: number, context: Buffer): Buffer {
    const found = this.versions.get(version);
    if (!found) throw failure(500, 'no such key version');
    if (!this.wish.derived) return found.key;
    if (context.length === 0) throw refusal(NO_CONTEXT);
    return Buffer.from(hkdfSync('sha256', found.key, NOTHING, context, found.key.length));
  }

  private algorithm(): 'aes-256-gcm' | 'aes-128-gcm' {
    return this.wish.type === 'aes128-gcm96' ? 'aes-128-gcm' : 'aes-256-gcm';
  }
}

const NO_CONTEXT = "missing 'context' for key derivation; the key was created using a derived key, which means additional, per-request information must be included in order to perform operations with the key";

/** Strict standard base64, null for anything else. */
export function fromBase64(text: string): Buffer | null {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) ? Buffer.from(text, 'base64') : null;
}

/** The sentence of an error as an item of a batch carries it. */
export function sentenceOf(error: unknown): string {
  if (error instanceof VaultError) return error.errors.join('');
  if (error instanceof DoesNotOpen) return error.message;
  throw error;
}
