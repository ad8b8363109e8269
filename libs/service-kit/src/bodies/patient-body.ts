import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** How slowly a body may arrive. */
export interface Patience {
  /** Longest pause between two of its bytes. It is noticed before twice as long has passed. */
  readonly pauseMs: number;
  /** Longest time in all, after that of every request. */
  readonly mostMs: number;
}

const reading = new WeakMap<Duplex, { request: IncomingMessage; patience: Patience }>();

/** Gives a request more time to arrive than others have, as long as `work` reads its body. Let only known senders have it. */
export async function patiently<T>(request: IncomingMessage, patience: Patience, work: () => Promise<T>): Promise<T> {
  const { socket } = request;
  reading.set(socket, { request, patience });
  try {
    return await work();
  } finally {
    reading.delete(socket);
  }
}

/**
 * Whether a request that has used up its time may go on. Node tells it once for each request, so from here on it is watched:
 * `cut` is called when it pauses or takes too long after all. It does not pause while it is us who do not read.
 */
export function mayGoOn(socket: Duplex, cut: () => void): boolean {
  const found = reading.get(socket);
  if (!found) return false;
  reading.delete(socket);
  const { request, patience } = found;
  const end = performance.now() + patience.mostMs;
  let seen = request.socket.bytesRead;
  const watch = setInterval(() => {
    const { bytesRead } = request.socket;
    const isStill = bytesRead === seen && request.readableLength === 0;
    seen = bytesRead;
    if (!request.complete && !socket.destroyed && !isStill && performance.now() < end) return;
    clearInterval(watch);
    if (!request.complete && !socket.destroyed) cut();
  }, patience.pauseMs).unref();
  return true;
}
