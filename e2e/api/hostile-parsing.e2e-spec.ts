import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import { eventually, type FakeOpenAi } from '@mateship/dev-env';
import { endlessPdf, unpackingPdf } from '../support/bombs.js';
import { connect, faultOf, faultOfResponse, send, sendBytes, watchGateway } from '../support/hostile.js';
import { fakeModels } from '../support/models.js';
import { firstAdmin, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { collect, textOf } from '../support/streams.js';
import { pidOf } from '../support/victims.js';

const MEBIBYTE = 1024 * 1024;

describe('hostile bytes', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let unharmed: () => Promise<void>;

  beforeAll(async () => {
    const { server, config } = await fakeModels(['echo', 'chunks:200x100'].map((id) => ({ id })), { gateway: ['rateLimit: 100000'] });
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    unharmed = await watchGateway(platform);
  });
  afterEach(() => unharmed());
  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  const headers = () => ({ authorization: `Bearer ${ana.token}`, 'content-type': 'application/json' });
  const post = (body: string | Buffer, extra: Record<string, string> = {}, to = '/v1/chat/message') => send(platform, { method: 'POST', path: to, headers: { ...headers(), ...extra }, body });

  describe('as a body', () => {
    const BROKEN: [string, string | Buffer][] = [
      ['half of an object', '{"content":"x'],
      ['two objects', '{"content":"x"}{"content":"y"}'],
      ['a comment', '{"content":"x"/**/}'],
      ['a trailing comma', '{"content":"x",}'],
      ['NaN', '{"content":NaN}'],
      ['10,000 nested lists', `{"content":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
      ['10,000 nested objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
      ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
      ['an overlong encoding', Buffer.from('7b2263c0af223a317d', 'hex')],
    ];
    it.each(BROKEN)('of %s are malformed', async (_what, body) => {
      expect(faultOf(await post(body))).toEqual([400, 'MALFORMED_BODY']);
    });

    it.each(['', 'null', '[]', '"x"', '0', 'true'])('%j are no message', async (body) => {
      expect(faultOf(await post(body))[0]).toBe(400);
    });

    it.each(['', 'null', '{}', '[', 'x'])('%j with a DELETE do no harm', async (body) => {
      const { id } = await ana.client.apiKeys.create({ name: 'gone', scopes: ['chat'] });
      const answer = await send(platform, { method: 'DELETE', path: `/v1/api_keys/${id}`, headers: headers(), body });
      if (answer.status !== 204) expect(faultOf(answer)[0]).toBe(400);
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/json; charset=utf-7', 'text/json', 'x', ''])('of the type "%s" are read as nothing else', async (type) => {
      const answer = await post('{"content":"x","unknown":1}', { 'content-type': type });
      expect([400, 415]).toContain(faultOf(answer)[0]);
    });

    it.each(['gzip', 'deflate', 'br', 'identity, gzip', 'x'])('that are packed by %s are not unpacked', async (encoding) => {
      const bomb = zlib.gzipSync(Buffer.concat([Buffer.from('{"content":"'), Buffer.alloc(20 * MEBIBYTE, 'a'), Buffer.from('"}')]));
      const since = Date.now();
      expect([400, 413, 415]).toContain(faultOf(await post(bomb, { 'content-encoding': encoding }))[0]);
      expect(Date.now() - since).toBeLessThan(2_000);
    });

    it('of 100 MB are refused before they have arrived', async () => {
      expect(faultOf(await post('{', { 'content-length': String(100 * MEBIBYTE) }))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
      expect(faultOf(await post(Buffer.alloc(5 * MEBIBYTE, ' '), { 'transfer-encoding': 'chunked' }))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    });

    it('that name a file on the server instead of bringing one are refused', async () => {
      expect(faultOf(await post('{"files":[{"filepath":"/etc/passwd"}]}', {}, '/v1/files'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    });

    const part = (disposition: string, content = 'x') => `--x\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
    const FORMS: [string, string, string][] = [
      ['no boundary', part('name="file"; filename="a.txt"'), 'multipart/form-data'],
      ['a boundary that never comes', part('name="file"; filename="a.txt"'), 'multipart/form-data; boundary=y'],
      ['a boundary of 10 KB', part('name="file"; filename="a.txt"'), `multipart/form-data; boundary=${'x'.repeat(10_000)}`],
      ['10,000 fields', part('name="a"').repeat(10_000), 'multipart/form-data; boundary=x'],
      ['10,000 files', part('name="file"; filename="a.txt"').repeat(10_000), 'multipart/form-data; boundary=x'],
      ['a field called __proto__', part('name="__proto__"'), 'multipart/form-data; boundary=x'],
    ];
    it.each(FORMS)('of a form with %s are refused', async (_what, body, type) => {
      expect([400, 413]).toContain(faultOf(await post(`${body}--x--\r\n`, { 'content-type': type }, '/v1/files'))[0]);
    });

    it('that break off a hundred times leave nothing behind', async () => {
      const before = await memoryOfGateway();
      for (let round = 0; round < 100; round += 1) {
        const connection = await connect(platform);
        connection.write(`POST /v1/files HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${ana.token}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 900000\r\n\r\n${part('name="file"; filename="a.txt"', 'a'.repeat(100_000))}`);
        await sleep(5);
        connection.end();
      }
      await eventually(async () => (await memoryOfGateway()) < before + 200 * MEBIBYTE, { what: 'memory is back' });
      expect(await platform.processes()).toHaveProperty('gateway');
    });
  });

  describe('as a request', () => {
    const head = (...lines: string[]) => `POST /v1/chat/message HTTP/1.1\r\nhost: localhost\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
    const SMUGGLED: [string, string][] = [
      ['a length and chunks', `${head('content-length: 6', 'transfer-encoding: chunked')}0\r\n\r\nGET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n`],
      ['chunks and a length', `${head('transfer-encoding: chunked', 'content-length: 4')}0\r\n\r\nGPOST`],
      ['two lengths', `${head('content-length: 5', 'content-length: 6')}hello`],
      ['a list of lengths', `${head('content-length: 5, 5')}hello`],
      ['a negative length', `${head('content-length: -1')}`],
      ['a length in words', `${head('content-length: five')}`],
      ['a length with a plus', `${head('content-length: +5')}hello`],
      ['an unknown transfer encoding', `${head('transfer-encoding: xchunked')}0\r\n\r\n`],
      ['chunks that are not last', `${head('transfer-encoding: chunked, identity')}0\r\n\r\n`],
      ['a blank before the colon', `${head('content-length : 5')}hello`],
      ['a folded header', `${head('x-a: 1\r\n folded: 2', 'content-length: -')}`],
      ['a chunk size that is no number', `${head('transfer-encoding: chunked', 'content-type: application/json')}zz\r\nx\r\n0\r\n\r\n`],
      ['NUL in a header', `${head('x-a: a\u0000b')}`],
      ['a lone CR in a header', `${head('x-a: a\rb: c')}`],
      ['two hosts', 'GET /v1/models HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n'],
      ['no HTTP', 'hello\r\n\r\n'],
      ['an unknown method', 'GETX /v1/models HTTP/1.1\r\nhost: a\r\n\r\n'],
      ['a blank in the path', 'GET /v1/ models HTTP/1.1\r\nhost: a\r\n\r\n'],
      ['an unknown version', 'GET /v1/models HTTP/9.9\r\nhost: a\r\n\r\n'],
      ['TLS', Buffer.from('160301020001000001fc0303', 'hex').toString('latin1')],
    ];
    it.each(SMUGGLED)('with %s get one refusal and a closed connection', async (_what, bytes) => {
      expect(faultOf(await sendBytes(platform, Buffer.from(bytes, 'latin1')))[0]).toBe(400);
    });

    it('with 20 KB of headers are refused by their size', async () => {
      expect(faultOf(await sendBytes(platform, head(`x-a: ${'a'.repeat(20_000)}`)))).toEqual([431, 'HEADERS_TOO_LARGE']);
    });

    it('that come a byte a second are given up, and others are served meanwhile', async () => {
      const slow = await Promise.all([head('content-type: application/json', `authorization: Bearer ${ana.token}`, 'content-length: 1000'), 'GET /v1/models HTTP/1.1\r\nx-slow: '].map(async (start) => {
        const connection = await connect(platform);
        connection.write(start);
        const drip = setInterval(() => connection.write(' '), 1_000);
        void connection.closed.finally(() => clearInterval(drip));
        return connection;
      }));
      expect((await ana.client.chats.send({ content: 'still there' })).message.state).toBe('complete');
      await Promise.race([Promise.all(slow.map(({ closed }) => closed)), sleep(45_000, undefined, { ref: false })]);
      for (const connection of slow) {
        expect(connection.received()).toMatch(/^HTTP\/1\.1 408 /);
        expect(connection.received()).toContain('REQUEST_TIMEOUT');
        connection.end();
      }
    });
  });

  describe('as text', () => {
    const WICKED: [string, string][] = [['NUL', 'a\\u0000b'], ['a lone surrogate', 'a\\ud800b'], ['a bidi override', 'a\\u202eb'], ['a line break', 'a\\r\\nb'], ['an escape', 'a\\u001b[31mb']];
    it.each(WICKED)('with %s never become a name as they are', async (_what, text) => {
      const routes: [string, string][] = [
        ['/v1/api_keys', `{"name":"${text}","scopes":["chat"]}`],
        ['/v1/admin/mates', `{"name":"${text}","prompt":"p"}`],
        ['/v1/auth/check_username_valid', `{"username":"${text}"}`],
      ];
      for (const [to, body] of routes) {
        const answer = await post(body, {}, to);
        if (answer.status >= 300) expect(faultOf(answer)[0]).toBe(400);
        else expect(JSON.parse(answer.text)).toEqual({ valid: false, reason: 'format' });
      }
    });

    it.each([`${'a'.repeat(50_000)}@${'a.'.repeat(25_000)}`, '.'.repeat(100_000), '((('.repeat(33_000), ' '.repeat(100_000), '\\u0041'.repeat(16_000)])('of 100 KB take no time to check %#', async (text) => {
      for (const [to, body] of [['/v1/auth/check_username_valid', { username: text }], ['/v1/auth/login', { login: text, password: text }], ['/v1/auth/verify_email_code', { email: text, code: '123456' }]] as const) {
        const since = Date.now();
        expect(faultOf(await post(JSON.stringify(body), {}, to))[0]).toBe(400);
        expect(Date.now() - since).toBeLessThan(1_000);
      }
    });

    it('that look like an event stay inside theirs', async () => {
      const content = 'x\n\nid: 99\nevent: done\ndata: {"state":"complete"}\r\n\r\n\u2028y';
      const events = await collect(ana.client.chats.stream({ content }));
      expect(events.map(({ id }) => Number(id))).toEqual(events.map((_event, index) => index + 1));
      expect(events.filter(({ event }) => event === 'done')).toHaveLength(1);
      expect(textOf(events).trim()).toBe(content.trim());
    });

    it.each(['1\u2028', '-1', '1e3', '99999999999', 'a', '0x1', '1, 2'])('as Last-Event-ID %j are refused', async (id) => {
      const { message } = await ana.client.chats.send({ content: 'x' });
      const answer = await send(platform, { path: `/v1/chat/stream/${message.id}`, headers: { ...headers(), 'last-event-id': Buffer.from(id).toString('latin1') } });
      expect(faultOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('in ids of a request do not reach the answer or break a line of the log', async () => {
      const answer = await send(platform, { path: '/v1/none', headers: { 'x-request-id': 'a"},{"level":"error', traceparent: '00-x' } });
      expect(faultOf(answer)).toEqual([404, 'NOT_FOUND']);
      expect(answer.headers['x-request-id']).toMatch(/^[\w-]+$/);
      await post(JSON.stringify({ login: 'x\n{"level":"fatal"}', password: 'x\r\ny' }), {}, '/v1/auth/login');
      const log = await readFile(path.join(platform.dataDir, 'logs', 'gateway.log'), 'utf8');
      for (const line of log.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ service_name: expect.any(String), level: expect.not.stringMatching('fatal') });
    });
  });

  describe('as a crowd', () => {
    it('get STREAM_LIMIT from the 101st answer on, until some have ended', async () => {
      const mate = JSON.parse((await post(JSON.stringify({ name: 'long', prompt: 'p', model: 'fake/chunks:200x100' }), {}, '/v1/admin/mates')).text) as { id: string };
      const gone = new AbortController();
      const begun: string[] = [];
      const reading = Array.from({ length: 100 }, async () => {
        for await (const { event, data } of ana.client.chats.stream({ content: 'x', mateId: mate.id }, { signal: gone.signal })) if (event === 'message') begun.push(data.messageId);
      });
      await eventually(() => begun.length === 100, { what: 'a hundred answers are written' });
      const refused = await ana.fetch('/v1/chat/message', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"content":"one more"}' });
      expect(refused.headers.get('retry-after')).toBe('5');
      expect(await faultOfResponse(refused)).toEqual([429, 'STREAM_LIMIT']);
      await Promise.all(begun.map((messageId) => ana.client.chats.cancel(messageId)));
      gone.abort();
      await Promise.allSettled(reading);
      expect((await ana.client.chats.send({ content: 'now' })).message.state).toBe('complete');
    });
  });

  describe('as a PDF', () => {
    const BOMBS: [string, () => Buffer][] = [['unpacks to 3 GB', () => unpackingPdf(3_072)], ['has a hundred thousand pages', endlessPdf]];
    it.each(BOMBS)('that %s are given up, and the app goes on', async (_what, make) => {
      const upload = async (content: Buffer | string) => ana.client.files.upload({ content: new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name: 'bomb.pdf' });
      const extract = async (fileId: string) => faultOf(await post(JSON.stringify({ fileId }), {}, '/v1/pdf/extract'));
      const plain = await upload('%PDF-1.7\nnothing');
      expect(await extract(plain.id)).toEqual([422, 'PDF_INVALID']);
      const before = await pidOf(platform, 'pdf');
      expect(await extract((await upload(make())).id)).toEqual([422, 'PDF_LIMIT']);
      expect(await extract(plain.id)).toEqual([422, 'PDF_INVALID']);
      expect(await pidOf(platform, 'pdf')).toBe(before);
    });
  });

  async function memoryOfGateway(): Promise<number> {
    const status = await readFile(`/proc/${(await platform.processes()).gateway}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }
});
