import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/**
 * Sends text of an answer whose headers are flushed, as one chunk (RFC 9112 §7.1) in one write. Node itself hands the
 * socket size, line ends and text one by one, which makes a stream of small events a third dearer.
 * Gives what to wait for when the client reads slower than that; it rejects when the signal fires.
 */
export function writeChunk(response: ServerResponse, text: string, signal: AbortSignal): Promise<unknown> | undefined {
  // A chunk without content would be the last.
  if (text === '') return undefined;
  const { socket } = response;
  // HTTP/1.0 knows no chunks; and the socket is not ours while an earlier answer of the connection still goes out.
  if (!socket || !response.chunkedEncoding) return response.write(text) ? undefined : once(response, 'drain', { signal });
  return socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`) ? undefined : once(socket, 'drain', { signal });
}
