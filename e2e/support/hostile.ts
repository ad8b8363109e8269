import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { ERROR_CODES, ErrorBody, isErrorCode } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import type { Platform } from './platform.js';

/** Any answer, read to its end. */
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Status and code of an error answer, after checking that it is ours from head to foot and tells nothing about the inside. */
export function faultOf({ status, text }: Pick<Answer, 'status' | 'text'>): [number, string] {
  const { error } = ErrorBody.parse(JSON.parse(text));
  expect(isErrorCode(error.code)).toBe(true);
  expect(ERROR_CODES[error.code as keyof typeof ERROR_CODES][0]).toBe(status);
  expect(text).not.toMatch(/\bat \/|\bat [\w.]+ \(|node_modules|\.m?[jt]s:\d|select |postgres:|ECONN|\/run\/|stack/i);
  return [status, error.code];
}

export async function faultOfResponse(response: Response): Promise<[number, string]> {
  return faultOf({ status: response.status, text: await response.text() });
}

/** What a request may bring, byte for byte as given: unlike fetch this leaves paths and headers alone. */
export interface RawRequest {
  method?: string;
  path: string;
  headers?: http.OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** Sends a request and reads the answer, which comes also to a client that was refused while it still sends. */
export function send(platform: Platform, { method = 'GET', path, headers, body }: RawRequest): Promise<Answer> {
  const { port } = new URL(platform.url);
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false, setHost: headers?.host === undefined });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('close', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.end(body);
  });
}

/** A bare connection: what was received so far, and whether the server closed it. */
export interface RawConnection {
  write(data: string | Buffer): void;
  received(): string;
  closed: Promise<unknown>;
  end(): void;
}

export async function connect(platform: Platform): Promise<RawConnection> {
  const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(platform.url).port), allowHalfOpen: false });
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return { write: (data) => void socket.write(data), received: () => text, closed, end: () => socket.destroy() };
}

/** Sends bytes on a connection of their own and gives the one answer; fails when the server does not close afterwards. */
export async function sendBytes(platform: Platform, bytes: string | Buffer, patienceMs = 5_000): Promise<Answer> {
  const connection = await connect(platform);
  connection.write(bytes);
  let isClosed = false;
  void connection.closed.then(() => (isClosed = true));
  await eventually(() => isClosed, { what: 'the connection is closed', patienceMs }).finally(() => connection.end());
  return parseAnswer(connection.received());
}

/** Reads one answer off the wire; fails when there is a second one behind it. */
function parseAnswer(wire: string): Answer {
  const [head = '', ...rest] = wire.split('\r\n\r\n');
  const text = rest.join('\r\n\r\n');
  expect(text).not.toContain('HTTP/1.1');
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0), headers: {}, text };
}

/** Notes which gateway runs; the function it gives fails when it is another one by then or not ready. */
export async function watchGateway(platform: Platform): Promise<() => Promise<void>> {
  const { gateway } = await platform.processes();
  return async () => {
    expect(await platform.isReady()).toBe(true);
    expect((await platform.processes()).gateway).toBe(gateway);
  };
}
