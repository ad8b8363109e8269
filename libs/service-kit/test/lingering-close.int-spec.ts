import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningService } from '../src/index.js';
import { EchoController } from './fixture-app.js';
import { startFixture } from './fixture-service.js';

const MEBIBYTE = 1024 * 1024;
const BOUND_MS = 2_000;

let service: RunningService;
beforeAll(async () => {
  service = await startFixture();
});
afterAll(() => service.stop(0));

/** A client that writes, and reads only when it is told to. */
class Writer {
  readonly closed: Promise<unknown>;
  error: NodeJS.ErrnoException | undefined;
  received = '';
  ended = false;

  private constructor(readonly socket: net.Socket) {
    this.closed = once(socket, 'close').catch(() => undefined);
    socket.on('error', (error) => (this.error = error));
    socket.pause();
  }

  static async connect(): Promise<Writer> {
    const [host, port] = service.addresses.public!.split(':');
    const socket = net.connect({ host: host!, port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    return new Writer(socket);
  }

  /** Resolves when the kernel has taken the bytes, or will never. */
  write(bytes: Buffer | string): Promise<void> {
    return new Promise((resolve) => this.socket.write(bytes, () => resolve()));
  }

  /** Reads to the end of the answer, then closes its side too. */
  async answer(): Promise<void> {
    this.read();
    if (!this.ended) await Promise.race([once(this.socket, 'end'), this.closed]);
    this.socket.end();
    await this.closed;
  }

  read(): void {
    this.socket.on('data', (chunk) => (this.received += String(chunk))).on('end', () => (this.ended = true)).resume();
  }
}

const head = (...lines: string[]) => ['POST /echo/any HTTP/1.1', 'host: a', ...lines, '', ''].join('\r\n');
const announced = (bytes: number) => head('content-type: application/json', `content-length: ${bytes}`);
const connections = () => new Promise<number>((resolve) => service.app.getHttpServer().getConnections((_error: unknown, count: number) => resolve(count)));

describe('a client that is refused while it still sends', () => {
  it('for its announced length can write everything first and then read the answer', async () => {
    const client = await Writer.connect();
    await client.write(announced(20 * MEBIBYTE));
    for (let sent = 0; sent < 20; sent += 1) await client.write(Buffer.alloc(MEBIBYTE, 'x'));
    await client.answer();
    expect(client.error).toBeUndefined();
    expect(client.received).toMatch(/^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/);
  });

  it('for the length that its chunks add up to can write everything first and then read the answer', async () => {
    const client = await Writer.connect();
    await client.write(head('content-type: application/json', 'transfer-encoding: chunked'));
    for (let sent = 0; sent < 20; sent += 1) await client.write(`${MEBIBYTE.toString(16)}\r\n${'x'.repeat(MEBIBYTE)}\r\n`);
    await client.write('0\r\n\r\n');
    await client.answer();
    expect(client.error).toBeUndefined();
    expect(client.received).toMatch(/^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/);
  });

  it('has the answer and the end of it at once, and is cut off when it goes on for too long', async () => {
    const client = await Writer.connect();
    client.read();
    await client.write(announced(20 * MEBIBYTE));
    await once(client.socket, 'end');
    expect(client.received).toMatch(/^HTTP\/1\.1 413 [^]*\r\nconnection: close\r\n[^]*PAYLOAD_TOO_LARGE/i);
    const drip = setInterval(() => client.socket.write('x'), 50);
    await client.closed;
    clearInterval(drip);
    expect(client.error?.code).toMatch(/ECONNRESET|EPIPE/);
  });

  it('is cut off when it sends far more than anybody may', async () => {
    const client = await Writer.connect();
    await client.write(announced(1024 * MEBIBYTE));
    let sent = 0;
    while (!client.error && sent < 1024) {
      await client.write(Buffer.alloc(MEBIBYTE, 'x'));
      sent += 1;
    }
    expect(client.error?.code).toMatch(/ECONNRESET|EPIPE/);
    expect(sent).toBeLessThan(1024);
  });

  it('has nothing done that it sends behind its request', async () => {
    const asked = jest.spyOn(EchoController.prototype, 'any');
    const client = await Writer.connect();
    await client.write(announced(2 * MEBIBYTE));
    await client.write(Buffer.alloc(2 * MEBIBYTE - 10, 'x'));
    await client.write(`${'x'.repeat(10)}${announced(2)}{}`);
    await client.answer();
    expect(client.received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  it('does not keep more than its share of connections, whatever many do', async () => {
    const clients = await Promise.all(Array.from({ length: 100 }, () => Writer.connect()));
    for (const client of clients) await client.write(announced(20 * MEBIBYTE));
    const ends = clients.map((client) => {
      client.read();
      return Promise.race([once(client.socket, 'end'), client.closed]);
    });
    await Promise.all(ends);
    expect(await connections()).toBeLessThanOrEqual(64);
    await Promise.all(clients.map((client) => client.answer()));
    while ((await connections()) > 0) await sleep(20);
    const refused = clients.filter(({ received }) => received.startsWith('HTTP/1.1 413 '));
    expect(refused).toHaveLength(100);
  });

  it('does not hold up the end of the service', async () => {
    const own = await startFixture();
    const [host, port] = own.addresses.public!.split(':');
    const socket = net.connect(Number(port), host);
    socket.on('error', () => undefined).resume();
    socket.write(announced(20 * MEBIBYTE));
    await once(socket, 'end');
    await expect(own.stop(4 * BOUND_MS)).resolves.toBeUndefined();
    socket.destroy();
  });
});

describe('a client that is refused when it has sent everything', () => {
  it('keeps its connection, and what it asks next is answered', async () => {
    const client = await Writer.connect();
    client.read();
    await client.write('GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n');
    await once(client.socket, 'data');
    await client.write(`${announced(2)}{}`);
    await once(client.socket, 'data');
    expect(client.received).toMatch(/^HTTP\/1\.1 404 [^]*HTTP\/1\.1 201 /);
    client.socket.destroy();
    await client.closed;
  });
});
