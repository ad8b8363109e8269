/** Gathers the first bytes of a stream whose pieces may be cut anywhere. */
export class Collector {
  bytes: Buffer = Buffer.alloc(0);

  /** Takes from `data` until `size` bytes are held and gives back what it did not need. */
  fill(size: number, data: Buffer): Buffer {
    const missing = Math.max(0, size - this.bytes.length);
    if (missing > 0) this.bytes = Buffer.concat([this.bytes, data.subarray(0, missing)]);
    return data.subarray(Math.min(missing, data.length));
  }
}
