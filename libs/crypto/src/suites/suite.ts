import type { KeyObject } from 'node:crypto';
import type { Step } from '../chunked/step.js';

/** Encrypts content under a 32-byte secret. `bound` must be equal when opening; every fault may throw any Error. */
export interface Content {
  /** The sealed message in pieces that only have to be joined. */
  seal(secret: Uint8Array, bound: Uint8Array, plaintext: Uint8Array): Buffer[];
  open(secret: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Buffer;
}

/** Also encrypts piece by piece, in constant memory. */
export interface StreamingContent extends Content {
  createSealer(secret: Uint8Array, bound: Uint8Array): Step;
  createOpener(secret: Uint8Array, bound: Uint8Array): Step;
}

/** Hands a content secret to the holder of a private key. */
export interface KeyTransport {
  /** Length of every wrapped secret. */
  readonly wrappedBytes: number;
  /** A private key for `unwrap`. */
  newRecipientKey(): Promise<KeyObject>;
  /** Whether a public or private key has the type and strength that this suite demands. */
  fitsRecipient(key: KeyObject): boolean;
  wrap(publicKey: KeyObject, bound: Uint8Array, secret: Uint8Array): Promise<Buffer>;
  /**
   * Gives null for what does not unwrap; the caller must then go on with a random secret, so that nobody sees where it failed.
   * @throws TypeError for a key of another suite
   */
  unwrap(privateKey: KeyObject, bound: Uint8Array, wrapped: Uint8Array): Promise<Buffer | null>;
}

/** Says who made an envelope. */
export interface Signing {
  /** Length of every signature. */
  readonly signatureBytes: number;
  /** A private key for `sign`. */
  newSigningKey(): Promise<KeyObject>;
  /** As {@link KeyTransport.fitsRecipient}. */
  fitsSigner(key: KeyObject): boolean;
  sign(privateKey: KeyObject, message: Uint8Array): Promise<Buffer>;
  verify(publicKey: KeyObject, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

interface Numbered {
  /** Number in the envelope header, u16. */
  readonly id: number;
  readonly name: string;
}

/** For what is stored under a data key: chats and files. */
export interface StoredSuite extends Numbered, StreamingContent {}

/** For what one party sends to another: content, key transport and signature. */
export interface AddressedSuite extends Numbered, Content, KeyTransport, Signing {}
