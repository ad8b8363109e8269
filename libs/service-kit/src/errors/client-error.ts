import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { DomainError, type ErrorCode } from '@mateship/contracts';
import { mayGoOn } from '../bodies/patient-body.js';
import { REQUEST_ID_HEADER } from '../context/request-id.js';
import { http } from '../listeners/node-http.js';
import { answerOf } from './to-error-body.js';

const BY_NODE_CODE: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'PAYLOAD_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** How long a client may take to read why, and to close its side. */
const PARTING_MS = 2_000;

/** Answers what Node could not parse as a request, and so never reaches Fastify, then closes the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && mayGoOn(socket, () => answerClientError(error, socket))) return;
  const requestId = randomUUID();
  const { status, body } = answerOf(new DomainError(BY_NODE_CODE[error.code ?? ''] ?? 'MALFORMED_REQUEST'), requestId);
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    `${REQUEST_ID_HEADER}: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
  const parting = setTimeout(() => socket.destroy(), PARTING_MS).unref();
  socket.once('close', () => clearTimeout(parting));
}
