import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { CallLimit } from './call-limit.js';
import { relay } from './relay.js';
import { WaitingClient } from './waiting-client.js';

type AnswerOfApp = (response: http.ServerResponse, request: http.IncomingMessage) => void;
const MEBIBYTE = 1024 * 1024;

/** An app and a gateway that does nothing but relay, both on real sockets; `outcome` is what became of the last call. */
class Line {
  app: AnswerOfApp = (response) => void response.end();
  asked = 0;
  timeMs = 10_000;
  outcome = Promise.withResolvers<unknown>();
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'relay-'));
  readonly socket = path.join(this.folder, 'gateway.sock');
  private readonly upstream = http.createServer((request, response) => {
    this.asked += 1;
    request.resume().once('end', () => this.app(response, request));
  });
  private readonly gateway = http.createServer((_request, response) => void this.pass(response));
  private readonly pool = new Pool('http://app', { socketPath: path.join(this.folder, 'app.sock'), connections: 1, headersTimeout: 0, bodyTimeout: 0 });

  async open(): Promise<this> {
    this.upstream.listen(path.join(this.folder, 'app.sock'));
    this.gateway.listen(this.socket);
    await Promise.all([once(this.upstream, 'listening'), once(this.gateway, 'listening')]);
    return this;
  }

  async close(): Promise<void> {
    await this.pool.destroy();
    for (const server of [this.upstream, this.gateway]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The client's side of a call. */
  async call(): Promise<{ status: number | undefined; headers: http.IncomingHttpHeaders; body: http.IncomingMessage; request: http.ClientRequest }> {
    this.outcome = Promise.withResolvers();
    const request = this.send();
    const [body] = (await once(request, 'response')) as [http.IncomingMessage];
    return { status: body.statusCode, headers: body.headers, body, request };
  }

  send(): http.ClientRequest {
    return http.request({ socketPath: this.socket, agent: false }).on('error', () => undefined).end();
  }

  private async pass(response: http.ServerResponse): Promise<void> {
    const { outcome } = this;
    const limit = new CallLimit(this.timeMs, new WaitingClient(response));
    const accept = ({ connection: _hop, ...headers }: http.IncomingHttpHeaders) => response.writeHead(200, headers);
    try {
      const { over } = await relay(this.pool, { path: '/', method: 'POST', body: 'input' }, { accept, limit });
      await over;
      outcome.resolve('over');
    } catch (error) {
      outcome.resolve(error);
      if (!response.destroyed) response.writeHead(500).end();
    } finally {
      limit.end();
    }
  }
}

async function textOf(body: http.IncomingMessage): Promise<string> {
  return Buffer.concat(await body.toArray()).toString();
}

describe('relay', () => {
  let line: Line;

  beforeEach(async () => {
    line = await new Line().open();
  });
  afterEach(() => line.close());

  it('passes an answer on with its type', async () => {
    line.app = (response) => void response.writeHead(200, { 'content-type': 'application/json', 'content-length': 7 }).end('{"a":1}');
    const { status, headers, body } = await line.call();
    expect([status, headers['content-type'], headers['content-length'], await textOf(body)]).toEqual([200, 'application/json', '7', '{"a":1}']);
    expect(await line.outcome.promise).toBe('over');
  });

  it('passes on an answer that comes in many pieces, and one of no bytes', async () => {
    line.app = (response) => {
      response.writeHead(200, { 'content-length': 6 });
      response.write('abc', () => setTimeout(() => response.end('def'), 10));
    };
    expect(await textOf((await line.call()).body)).toBe('abcdef');
    line.app = (response) => void response.writeHead(200, { 'content-length': 0 }).end();
    expect(await textOf((await line.call()).body)).toBe('');
  });

  it('holds back no event until the next one', async () => {
    let goOn = (): void => undefined;
    line.app = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: one\n\n');
      goOn = () => void response.end('event: two\n\n');
    };
    const { body } = await line.call();
    const [first] = (await once(body, 'data')) as [Buffer];
    expect(String(first)).toBe('event: one\n\n');
    goOn();
    const [second] = (await once(body, 'data')) as [Buffer];
    expect(String(second)).toBe('event: two\n\n');
  });

  it('does not take hints for the answer', async () => {
    line.app = (response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('answer');
    };
    expect(await textOf((await line.call()).body)).toBe('answer');
  });

  it("throws an app's error as ours", async () => {
    line.app = (response) => void response.writeHead(422).end(JSON.stringify({ error: { code: 'PDF_INVALID', message: 'Größe', details: { page: 1 } } }));
    expect((await line.call()).status).toBe(500);
    expect(await line.outcome.promise).toMatchObject({ code: 'PDF_INVALID', message: 'Größe', details: { page: 1 } });
  });

  it.each([['nonsense', 'no json'], ['nothing', ''], ['a code that is none of ours', '{"error":{"code":"X"}}']])('throws SKILL_BAD_RESPONSE for an error that is %s', async (_what, text) => {
    line.app = (response) => void response.writeHead(500).end(text);
    await line.call();
    expect(await line.outcome.promise).toMatchObject({ code: 'SKILL_BAD_RESPONSE' });
  });

  it('does not read an error without end', async () => {
    const cut = Promise.withResolvers<void>();
    line.app = (response) => {
      response.once('close', cut.resolve).writeHead(500);
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(16_000), () => setImmediate(more)));
      more();
    };
    await line.call();
    expect(await line.outcome.promise).toMatchObject({ code: 'SKILL_BAD_RESPONSE' });
    await cut.promise;
  });

  it('throws when the app hangs up before its answer', async () => {
    line.app = (response) => void response.destroy();
    await line.call();
    expect(await line.outcome.promise).toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  it('breaks our answer off when the app breaks off its own', async () => {
    line.app = (response) => void response.writeHead(200, { 'content-length': 10 }).write('abc', () => setTimeout(() => response.destroy(), 10));
    const { body } = await line.call();
    await expect(textOf(body)).rejects.toThrow('aborted');
    expect(await line.outcome.promise).toBe('over');
  });

  it('hangs up on the app when the client leaves in the middle', async () => {
    const left = Promise.withResolvers<void>();
    line.app = (response) => void response.once('close', left.resolve).writeHead(200).write('first');
    const { request, body } = await line.call();
    body.on('error', () => undefined);
    request.destroy();
    await left.promise;
    expect(await line.outcome.promise).toBe('over');
  });

  it('hangs up on the app when the client leaves before the answer', async () => {
    const left = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    line.app = (response) => {
      response.once('close', left.resolve);
      asked.resolve();
    };
    const request = line.send();
    await asked.promise;
    request.destroy();
    await left.promise;
    expect(await line.outcome.promise).toMatchObject({ name: 'AbortError' });
  });

  it('sends nothing for a client that left while all connections were taken', async () => {
    let free = (): void => undefined;
    line.app = (response) => {
      response.writeHead(200).write('busy');
      free = () => void response.end();
    };
    const first = await line.call();
    const waiting = line.send();
    await sleep(50);
    line.outcome = Promise.withResolvers();
    waiting.destroy();
    await sleep(50);
    free();
    await textOf(first.body);
    line.app = (response) => void response.end('next');
    expect(await textOf((await line.call()).body)).toBe('next');
    expect(line.asked).toBe(2);
  });

  it('cuts both sides when the time is over', async () => {
    const cut = Promise.withResolvers<void>();
    line.timeMs = 50;
    line.app = (response) => void response.once('close', cut.resolve).writeHead(200).write('first');
    const { body } = await line.call();
    await expect(textOf(body)).rejects.toThrow('aborted');
    await cut.promise;
  });

  it('throws SKILL_TIMEOUT when the time is over before the answer', async () => {
    line.timeMs = 50;
    line.app = () => undefined;
    await line.call();
    expect(await line.outcome.promise).toMatchObject({ code: 'SKILL_TIMEOUT' });
  });

  it('lets the app wait for a slow client, and loses nothing', async () => {
    line.timeMs = 60_000;
    const total = 64 * MEBIBYTE;
    let sent = 0;
    line.app = (response) => {
      const more = (): void => {
        while (sent < total) {
          sent += MEBIBYTE;
          if (!response.write(Buffer.alloc(MEBIBYTE, sent / MEBIBYTE))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    };
    const { body } = await line.call();
    await sleep(300);
    expect(sent).toBeLessThan(total / 4);
    const received = Buffer.concat(await body.toArray());
    expect(received.length).toBe(total);
    expect(received.every((byte, index) => index % MEBIBYTE !== 0 || byte === index / MEBIBYTE + 1)).toBe(true);
  });
});
