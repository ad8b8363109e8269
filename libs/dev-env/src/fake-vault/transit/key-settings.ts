import { duration, flag, text, whole, type Fields } from '../fields.js';
import { refusal } from '../protocol.js';
import { TransitKey } from './transit-key.js';

const HOUR = 3600;

/** A new key as a request wishes it. */
export function newKey(name: string, fields: Fields, now: number): TransitKey {
  if (flag(fields, 'convergent_encryption')) throw refusal('convergent encryption is not supported by this server');
  return new TransitKey(name, {
    type: text(fields, 'type') || 'aes256-gcm96',
    derived: flag(fields, 'derived') ?? false,
    exportable: flag(fields, 'exportable') ?? false,
    allowPlaintextBackup: flag(fields, 'allow_plaintext_backup') ?? false,
    autoRotatePeriod: period(fields) ?? 0,
  }, now);
}

/** Changes what a request names of the settings of a key; changes nothing when one of them is wrong. */
export function configure(key: TransitKey, fields: Fields): string[] {
  const warnings: string[] = [];
  let decryption = version(fields, 'decryption', key.minDecryptionVersion, key.latestVersion);
  const encryption = version(fields, 'encryption', key.minEncryptionVersion, key.latestVersion);
  if (decryption === 0) {
    decryption = 1;
    warnings.push('since Vault 0.3 (prior to the OpenBao fork), transit key numbering starts at 1; forcing minimum to 1');
  }
  if (encryption > 0 && encryption < decryption) throw refusal(`cannot set min encryption/decryption values; min encryption version of ${encryption} must be greater than or equal to min decryption version of ${decryption}`);
  const autoRotatePeriod = period(fields) ?? key.wish.autoRotatePeriod;
  if (key.minAvailableVersion > encryption) throw refusal('min encryption version should not be less than min available version');
  if (key.minAvailableVersion > decryption) throw refusal('min decryption version should not be less then min available version');
  key.minDecryptionVersion = decryption;
  key.minEncryptionVersion = encryption;
  key.deletionAllowed = flag(fields, 'deletion_allowed') ?? key.deletionAllowed;
  // What has once been allowed cannot be taken back.
  key.wish.exportable ||= flag(fields, 'exportable') ?? false;
  key.wish.allowPlaintextBackup ||= flag(fields, 'allow_plaintext_backup') ?? false;
  key.wish.autoRotatePeriod = autoRotatePeriod;
  return warnings;
}

/** Destroys old versions, which is allowed only below both minimum versions. */
export function trim(key: TransitKey, fields: Fields): void {
  const below = whole(fields, 'min_available_version');
  if (below === undefined) throw refusal('missing min_available_version');
  const [why] = [
    [below < key.minAvailableVersion, 'cannot be decremented'],
    [key.minEncryptionVersion === 0, 'cannot be set when minimum encryption version is not set'],
    [key.minDecryptionVersion === 0, 'cannot be set when minimum decryption version is not set'],
    [below > key.minEncryptionVersion, 'cannot be greater than minmum encryption version'],
    [below > key.minDecryptionVersion, 'cannot be greater than minimum decryption version'],
    [below < 0, 'cannot be negative'],
    [below === 0, 'should be positive'],
  ].flatMap(([broken, rule]) => (broken ? [rule] : []));
  if (why !== undefined) throw refusal(`minimum available version ${String(why)}`);
  key.trim(below);
}

function version(fields: Fields, kind: 'decryption' | 'encryption', now: number, latest: number): number {
  const wanted = whole(fields, `min_${kind}_version`) ?? now;
  if (wanted < 0) throw refusal(`min ${kind} version cannot be negative`);
  if (wanted > latest) throw refusal(`cannot set min ${kind} version of ${wanted}, latest key version is ${latest}`);
  return wanted;
}

function period(fields: Fields): number | undefined {
  const seconds = duration(fields, 'auto_rotate_period');
  if (seconds !== undefined && seconds !== 0 && seconds < HOUR) throw refusal('auto rotate period must be 0 to disable or at least an hour');
  return seconds;
}
