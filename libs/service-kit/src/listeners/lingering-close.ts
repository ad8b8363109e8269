import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const LONGEST_MS = 2_000;
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_SOCKETS = 64;
const CHECK_MS = 50;

const lingering = new Set<Socket>();

/** Whether a connection is only kept so that its client can finish sending. What comes on it is no request any more. */
export function isLingering(socket: Socket): boolean {
  return lingering.has(socket);
}

/**
 * Lets a client that was refused while it still sends read its answer. A connection that is closed over unread bytes is
 * reset, and a reset throws away the answer on its way. If the answer to this request closes the connection, only our side
 * is closed at first: what still comes is read and thrown away, until the request has ended or a bound of time, bytes or
 * connections is reached.
 */
export function closeLingering(request: IncomingMessage): void {
  const { socket } = request;
  if (request.complete) return;
  // Node calls this when the last answer of a connection was written.
  socket.destroySoon = () => {
    Reflect.deleteProperty(socket, 'destroySoon');
    if (request.complete || socket.destroyed || lingering.size >= MOST_SOCKETS) socket.destroySoon();
    else linger(request, socket);
  };
}

function linger(request: IncomingMessage, socket: Socket): void {
  const deadline = performance.now() + LONGEST_MS;
  const mostRead = socket.bytesRead + MOST_BYTES;
  const isOver = (): boolean => request.complete || performance.now() > deadline || socket.bytesRead > mostRead;
  const check = setInterval(() => isOver() && socket.destroy(), CHECK_MS).unref();
  lingering.add(socket);
  socket.once('close', () => {
    clearInterval(check);
    lingering.delete(socket);
  });
  socket.end();
  request.unpipe();
  request.resume();
}
