import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { once } from 'node:events';
import request from 'supertest';
import { Pool } from 'undici';
import { createService, type RunningService } from '../src/index.js';
import { FixtureModule } from './fixture-app.js';
import { sendRaw, startFixture, tempFolder, urlOf } from './fixture-service.js';

describe('listener separation', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startFixture();
  });
  afterAll(() => service.stop(100));

  it.each([
    ['public', 'GET', '/echo/slow?ms=0', 200],
    ['internal', 'GET', '/echo/slow?ms=0', 404],
    ['public', 'GET', '/echo/inside', 404],
    ['internal', 'GET', '/echo/inside', 200],
    ['public', 'HEAD', '/echo/inside', 404],
    ['internal', 'HEAD', '/echo/inside', 200],
    ['public', 'GET', '/unmarked', 404],
    ['internal', 'GET', '/unmarked', 200],
    ['public', 'GET', '/metrics', 404],
    ['public', 'HEAD', '/metrics', 404],
    ['internal', 'GET', '/metrics', 200],
    ['public', 'GET', '/health', 200],
    ['internal', 'GET', '/health', 200],
  ])('on %s %s %s answers %i', async (listener, method, path, status) => {
    expect((await fetch(`${urlOf(service, listener)}${path}`, { method })).status).toBe(status);
  });

  it('answers for a route of another listener exactly as for none', async () => {
    const [hidden, absent] = await Promise.all(['/metrics', '/absent'].map((path) => request(urlOf(service)).get(path)));
    const strip = (answer: typeof hidden) => ({ ...answer?.body.error, timestamp: '', requestId: '' });
    expect(strip(hidden)).toEqual(strip(absent));
    expect(Object.keys(hidden?.headers ?? {})).toEqual(Object.keys(absent?.headers ?? {}));
  });

  it('refuses what came in by no listener', async () => {
    const fastify = service.app.getHttpAdapter().getInstance();
    expect((await fastify.inject({ method: 'GET', url: '/echo/inside' })).statusCode).toBe(404);
  });

  it('goes by the connection, not by what a request claims', async () => {
    const claim = 'GET http://internal/metrics HTTP/1.1\r\nhost: internal\r\nx-forwarded-host: internal\r\nconnection: close\r\n\r\n';
    expect(await sendRaw(service, claim)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('answers protocol faults on further listeners too', async () => {
    const swapped = { ...service, addresses: { public: service.addresses.internal ?? '' } } as RunningService;
    expect(await sendRaw(swapped, 'nonsense\r\n\r\n')).toContain('MALFORMED_REQUEST');
  });
});

describe('Unix sockets', () => {
  async function serveAt(address: string): Promise<RunningService> {
    const service = await createService(FixtureModule, { name: 'fixture', version: '1.0.0', listeners: { internal: address }, logLevel: 'error' });
    await service.start();
    return service;
  }

  it.each([
    ['', 0o600],
    ['?mode=0666', 0o666],
  ])('answers on a socket with mode "%s" as %i and removes it at the end', async (query, mode) => {
    const socketPath = path.join(tempFolder(), 'a.sock');
    const service = await serveAt(`unix:${socketPath}${query}`);
    expect(fs.statSync(socketPath).mode & 0o777).toBe(mode);
    const client = new Pool('http://a', { socketPath });
    const answer = await client.request({ method: 'GET', path: '/unmarked' });
    expect(await answer.body.json()).toEqual({ ok: true });
    await client.close();
    await service.stop(100);
    expect(fs.existsSync(socketPath)).toBe(false);
  });

  it('replaces a socket that a dead process left behind', async () => {
    const socketPath = path.join(tempFolder(), 'a.sock');
    const left = net.createServer().listen(socketPath);
    await once(left, 'listening');
    fs.renameSync(socketPath, `${socketPath}.kept`);
    left.close();
    await once(left, 'close');
    fs.renameSync(`${socketPath}.kept`, socketPath);
    const service = await serveAt(`unix:${socketPath}`);
    const client = new Pool('http://a', { socketPath });
    const answer = await client.request({ method: 'GET', path: '/unmarked' });
    expect(await answer.body.json()).toEqual({ ok: true });
    await client.close();
    await service.stop(100);
  });

  it('does not take the socket of a living process', async () => {
    const socketPath = path.join(tempFolder(), 'a.sock');
    const first = await serveAt(`unix:${socketPath}`);
    await expect(serveAt(`unix:${socketPath}`)).rejects.toThrow('EADDRINUSE');
    await first.stop(100);
  });
});
