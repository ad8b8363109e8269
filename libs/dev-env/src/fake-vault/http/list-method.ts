import net from 'node:net';
import { Duplex } from 'node:stream';

/** What the HTTP server sees of a LIST request. Nothing of Vault's API uses this method. */
export const LIST_AS = 'SEARCH';

/**
 * A connection on which `LIST`, a method of Vault's API that Node's HTTP parser refuses, arrives as `SEARCH`.
 * A request begins a new chunk, because clients wait for an answer before they ask again.
 */
export class ListTranslator extends Duplex {
  readonly remoteAddress: string | undefined;

  constructor(private readonly socket: net.Socket) {
    super();
    this.remoteAddress = socket.remoteAddress;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(translate(chunk))) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, encoding, done);
  }

  override _final(done: () => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}

function translate(chunk: Buffer): Buffer {
  return chunk.subarray(0, 6).toString('latin1') === 'LIST /' ? Buffer.concat([Buffer.from(LIST_AS), chunk.subarray(4)]) : chunk;
}
