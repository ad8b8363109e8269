/** Cuts a byte stream into pieces of one size, holding back at most one piece. */
export class ChunkSplitter {
  #pending: Buffer | undefined;
  #held = 0;

  constructor(private readonly size: number) {}

  /**
   * Yields every full piece; with `last` also the rest, which is shorter than a piece and may be empty.
   * A piece is valid only until the next one is asked for.
   */
  *split(data: Buffer, last: boolean): Generator<Buffer> {
    let offset = 0;
    if (this.#pending && this.#held > 0) {
      offset = data.copy(this.#pending, this.#held);
      this.#held += offset;
      if (this.#held === this.size) {
        this.#held = 0;
        yield this.#pending;
      } else if (last) return yield this.#pending.subarray(0, this.#held);
      else return;
    }
    for (; data.length - offset >= this.size; offset += this.size) yield data.subarray(offset, offset + this.size);
    const rest = data.subarray(offset);
    if (last) yield rest;
    else this.hold(rest);
  }

  private hold(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#pending ??= Buffer.alloc(this.size);
    this.#held = rest.copy(this.#pending);
  }
}
