/**
 * Short-lived shared state: stream buffers, throttling. Losing all of it costs comfort, never data.
 * The in-process adapter serves one gateway; a Redis adapter serves several.
 */
export abstract class CacheStore {
  /** Appends to a list that dies `ttlMs` after its last append. */
  abstract append(key: string, value: Buffer, ttlMs: number): Promise<void>;
  /** The values of a list from an index on; null when the list does not exist or has died. */
  abstract range(key: string, from: number): Promise<Buffer[] | null>;
  abstract delete(key: string): Promise<void>;
}
