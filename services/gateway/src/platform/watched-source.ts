import { Readable } from 'node:stream';

/** A stream for somebody who may fail to read it, which tells faults of the stream from faults of its reader. */
export class WatchedSource {
  readonly stream: Readable;
  /** Why the source itself broke off; undefined when its reader did. */
  fault: unknown;
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(private readonly body: Readable) {
    this.chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
    this.stream = Readable.from(this.passOn(), { objectMode: false });
    // Whoever reads hears of faults; outside of that nobody does.
    for (const stream of [body, this.stream]) stream.on('error', () => undefined);
  }

  /** Throws away what is left of the source. Destroying it would cut off a client that is still sending before it hears why. */
  giveUp(): void {
    this.stream.destroy();
    const left = this.chunks.return?.();
    left?.then(
      () => this.body.resume(),
      () => undefined,
    );
  }

  private async *passOn(): AsyncGenerator<Buffer> {
    // A reader's fault is thrown into `yield`, the source's out of `next`.
    for (let next = await this.next(); !next.done; next = await this.next()) yield next.value;
  }

  private async next(): Promise<IteratorResult<Buffer>> {
    try {
      return await this.chunks.next();
    } catch (error) {
      this.fault = error;
      throw error;
    }
  }
}
