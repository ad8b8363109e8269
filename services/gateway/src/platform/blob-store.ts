import type { Readable } from 'node:stream';

/** Sealed bytes by id. Contents are ciphertext before they get here; names are ours, never a person's. */
export abstract class BlobStore {
  /** Stores a stream whole or not at all. */
  abstract put(id: string, body: Readable): Promise<void>;
  /** Opens a blob; null when there is none. */
  abstract get(id: string): Promise<Readable | null>;
  abstract delete(id: string): Promise<void>;
}
