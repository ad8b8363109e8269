import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { isPageRequest, serveWebApp } from './web-app.js';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

@Module({})
class EmptyModule {}

describe('serveWebApp', () => {
  let app: NestFastifyApplication;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'mateship-web-'));
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<meta nonce="{{placeholder `http.request.uuid`}}">');
    writeFileSync(path.join(folder, 'share.html'), '<title>A shared chat</title>');
    writeFileSync(path.join(folder, 'robots.txt'), 'Disallow: /');
    writeFileSync(path.join(folder, 'assets/index-1234.js'), 'export {};');
    app = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), { logger: false });
    await serveWebApp(app, folder);
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['/', '/?q=hello', '/index.html', '/chat/0b8f2a4e'])('gives %s a page with a nonce of its own, to be stored nowhere', async (url) => {
    const nonces = new Set<string | undefined>();
    for (let load = 0; load < 2; load += 1) {
      const { statusCode, headers, body } = await app.inject({ url, headers: { accept: HTML, 'if-modified-since': new Date().toUTCString(), 'if-none-match': '*' } });
      const nonce = /nonce="([\w-]{22})"/.exec(body)?.[1];
      expect([statusCode, headers['cache-control'], headers.etag, headers['last-modified']]).toEqual([200, 'no-store', undefined, undefined]);
      expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  it.each(['/s/0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a', '/s/unknown?utm=x', '/share.html'])('gives %s the page of shared chats, which may do little and is listed nowhere', async (url) => {
    for (const accept of [HTML, '*/*']) {
      const { statusCode, headers, body } = await app.inject({ url, headers: { accept } });
      expect([statusCode, body]).toEqual([200, '<title>A shared chat</title>']);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'content-type': 'text/html; charset=utf-8' });
      expect(headers['content-security-policy']).toBe("default-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'none';img-src 'self';style-src 'self';script-src 'self';worker-src 'self';connect-src 'self'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe|nonce|data:|blob:|https?:|\*/);
    }
  });

  it('answers HEAD for the page with the length of the page', async () => {
    const [head, get] = [await app.inject({ method: 'HEAD', url: '/' }), await app.inject('/')];
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', get.headers['content-length']]);
  });

  it('lets browsers keep a file with a hash in its name for a year, and ask again for any other', async () => {
    expect((await app.inject('/assets/index-1234.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const robots = await app.inject('/robots.txt');
    expect(robots.headers['cache-control']).toBe('no-cache');
    expect((await app.inject({ url: '/robots.txt', headers: { 'if-none-match': String(robots.headers.etag) } })).statusCode).toBe(304);
  });

  it.each(['/assets/gone-1234.js', '/v1/nothing'])('gives no page for %s', async (url) => {
    expect((await app.inject({ url, headers: { accept: HTML } })).statusCode).toBe(404);
  });
});

describe('isPageRequest', () => {
  it.each(['/', '/signup?token=abc', '/chat/0b8f2a4e', '/settings/keys', '/v10', '/healthy', '/applications', '/v1-notes'])('takes %s for a page', (url) => {
    expect(isPageRequest('GET', url, HTML)).toBe(true);
  });

  it.each(['/v1', '/v1/', '/v1/nothing', '/v1?x', '/health/other', '/metrics', '/apps/v1/files', '/internal/v1/keys', '/assets/gone-1234.js'])('takes %s for no page', (url) => {
    expect(isPageRequest('GET', url, HTML)).toBe(false);
  });

  it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('takes %s for no page', (method) => {
    expect(isPageRequest(method, '/', HTML)).toBe(false);
  });

  it.each([undefined, '', '*/*', 'application/json', 'text/event-stream'])('gives no page to a client that accepts %j', (accept) => {
    expect(isPageRequest('GET', '/', accept)).toBe(false);
  });
});
