import type { KeyPurpose } from '@mateship/contracts';

/** A data key under a key-encryption key, with the version of the latter. */
export interface WrappedKey {
  wrapped: Buffer;
  version: number;
}

/** A wrapped data key with what its wrapping is bound to. */
export interface WrappedIn {
  purpose: KeyPurpose;
  context: Uint8Array;
  wrapped: Uint8Array;
}

/** Which versions of the key-encryption keys there are. */
export interface Versions {
  /** What new keys are wrapped under; the greatest. */
  current: number;
  /** The oldest that still opens keys; older ones are retired. */
  least: number;
  /** Oldest first. */
  versions: { version: number; createdAt: Date }[];
}

/**
 * The port to whoever holds the key-encryption keys. `context` is bound into the wrapping, not merely
 * attached: a wrapped key opens in the context that it was made for and in no other.
 * Rotating and retiring are done by one caller at a time; the caller sees to that.
 */
export interface KeyManagement {
  wrap(purpose: KeyPurpose, context: Uint8Array, dek: Uint8Array): Promise<WrappedKey>;
  /** Rejects with DecryptionError when key, purpose, context and version do not belong together, or the version is retired. */
  unwrap(purpose: KeyPurpose, context: Uint8Array, wrapped: Uint8Array): Promise<Buffer>;
  /** Each key under the current version, in the order given; null for one that does not open. Rejects when no key could be tried. */
  rewrap(batch: readonly WrappedIn[]): Promise<(WrappedKey | null)[]>;
  versions(): Promise<Versions>;
  /** Makes a new version the current one and resolves to it when it would survive a power cut. */
  rotate(): Promise<number>;
  /** Makes every version below this one useless for good; it must not be greater than the current one. May be repeated. */
  retire(below: number): Promise<void>;
  /** Rejects when keys could not be opened after a restart. */
  check(): Promise<void>;
  /** Lets go of whatever it holds. */
  close(): Promise<void>;
}

/** Injection token of the {@link KeyManagement} that the configuration chose. */
export const KEY_MANAGEMENT = Symbol('KeyManagement');
