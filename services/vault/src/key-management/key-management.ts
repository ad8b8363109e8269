import type { KeyPurpose } from '@mateship/contracts';

/** A data key under a key-encryption key, with the version of the latter. */
export interface WrappedKey {
  wrapped: Buffer;
  version: number;
}

/**
 * The port to whoever holds the key-encryption keys. `context` is bound into the wrapping, not merely
 * attached: a wrapped key opens in the context that it was made for and in no other.
 */
export interface KeyManagement {
  wrap(purpose: KeyPurpose, context: Uint8Array, dek: Uint8Array): Promise<WrappedKey>;
  /** Rejects with DecryptionError when key, purpose, context and root keys do not belong together. */
  unwrap(purpose: KeyPurpose, context: Uint8Array, wrapped: Uint8Array): Promise<Buffer>;
  /** Rejects when keys could not be opened after a restart. */
  check(): Promise<void>;
}

/** Injection token of the {@link KeyManagement} that the configuration chose. */
export const KEY_MANAGEMENT = Symbol('KeyManagement');
