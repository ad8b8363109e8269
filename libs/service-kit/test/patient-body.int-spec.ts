import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@mateship/dev-env';
import type { RunningService } from '../src/index.js';
import { startFixture } from './fixture-service.js';

const LIMIT_MS = 200;
const PIECE = Buffer.alloc(10, 'x');

let service: RunningService;
beforeAll(async () => {
  service = await startFixture({ requestTimeoutMs: LIMIT_MS, configure: (app) => void app.getHttpAdapter().getInstance().addContentTypeParser('text/slow', (_request: unknown, _payload: unknown, done: (error: null) => void) => done(null)) });
});
afterAll(() => service.stop(0));

/** A client that sends a body in pieces, and closes its side only when it is told to. */
class SlowSender {
  answer = '';
  private constructor(private readonly socket: net.Socket) {
    socket.on('data', (chunk) => (this.answer += String(chunk))).on('error', () => undefined);
  }

  static async begin(path: string, pieces: number, type = 'text/slow'): Promise<SlowSender> {
    const [host, port] = service.addresses.public!.split(':');
    const socket = net.connect({ host: host!, port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: ${type}\r\ncontent-length: ${pieces * PIECE.length}\r\n\r\n`);
    return new SlowSender(socket);
  }

  send(): void {
    this.socket.write(PIECE);
  }

  /** Sends without an end, until somebody answers. */
  async sendUntilAnswered(): Promise<void> {
    for (; !this.answer; await sleep(20)) this.send();
  }

  end(): void {
    this.socket.destroy();
  }
}

describe('a body that a route waits for patiently', () => {
  it('may take many times as long as other requests', async () => {
    const sender = await SlowSender.begin('/echo/patient?pause=5000&most=60000', 40);
    for (let sent = 0; sent < 40; sent += 1) {
      sender.send();
      await sleep((5 * LIMIT_MS) / 40);
    }
    await eventually(() => sender.answer !== '');
    expect(sender.answer).toMatch(/^HTTP\/1\.1 201 [^]*\{"bytes":400\}$/);
    sender.end();
  });

  it('is not waited for when it pauses', async () => {
    const sender = await SlowSender.begin('/echo/patient?pause=100&most=60000', 40);
    sender.send();
    await eventually(() => sender.answer !== '');
    expect(sender.answer).toMatch(/^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/);
    sender.end();
  });

  it('is not waited for without an end', async () => {
    const sender = await SlowSender.begin('/echo/patient?pause=500&most=500', 1_000_000);
    await sender.sendUntilAnswered();
    expect(sender.answer).toMatch(/^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/);
    sender.end();
  });
});

describe('a body that came too late', () => {
  it('is refused by every other route, and the connection ends though its client keeps it', async () => {
    const sender = await SlowSender.begin('/echo/any', 10_000, 'application/json');
    await sender.sendUntilAnswered();
    expect(sender.answer).toMatch(/^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/);
    const open = () => new Promise<number>((resolve) => service.app.getHttpServer().getConnections((_error: unknown, count: number) => resolve(count)));
    expect(await open()).toBe(1);
    await eventually(async () => (await open()) === 0);
    sender.end();
  });
});
