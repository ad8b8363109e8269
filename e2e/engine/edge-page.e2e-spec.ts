import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '@mateship/dev-env';
import { docker, engineSuite, removeAll, ROOT } from './support/engine.js';

const HTML = { accept: 'text/html,application/xhtml+xml' };
const NONCE = /<meta property="csp-nonce" nonce="([\w-]{36})" \/>/;

/** As the gateway has it in services/gateway/src/web/security-headers.ts. */
const SHARE_PAGE_POLICY =
  "default-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'none';img-src 'self';style-src 'self';script-src 'self';worker-src 'self';connect-src 'self'";

/** The Caddy of the web app's image with our configuration and the unbuilt page; nobody answers behind it. */
engineSuite('the page from Caddy', () => {
  const name = `mateship-edge-page-${process.pid}`;
  let site: string;
  let url: string;

  beforeAll(async () => {
    site = await mkdtemp(path.join(os.tmpdir(), 'mateship-site-'));
    await cp(path.join(ROOT, 'services/web-app/index.html'), path.join(site, 'index.html'));
    await cp(path.join(ROOT, 'services/web-app/share.html'), path.join(site, 'share.html'));
    await mkdir(path.join(site, 'assets'));
    await writeFile(path.join(site, 'assets/index-1234.js'), 'export const text = "{{placeholder `http.request.uuid`}}";');
    await writeFile(path.join(site, 'robots.txt'), 'Disallow: /');
    const image = /^ARG CADDY_IMAGE=(\S+)$/m.exec(await readFile(path.join(ROOT, 'deploy/images/Dockerfile'), 'utf8'))?.[1] ?? '';
    await docker('create', '--name', name, '--env', 'MATESHIP_EDGE=plain', '--publish', '127.0.0.1::8080', '--memory', '128m', image, 'caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile');
    await docker('cp', `${path.join(ROOT, 'deploy/caddy')}/.`, `${name}:/etc/caddy`);
    await docker('cp', `${site}/.`, `${name}:/srv`);
    await docker('start', name);
    url = `http://${await docker('port', name, '8080/tcp')}`;
    await eventually(() => fetch(url).then(({ ok }) => ok, () => false), { what: 'Caddy answers' });
  }, 120_000);
  afterAll(async () => {
    await removeAll('container', [name]);
    await rm(site, { recursive: true });
  });

  it.each(['/', '/?q=hello', '/index.html', '/chat/0b8f2a4e', '//index.html', '/%69ndex.html'])('has a nonce of its own in every answer, in its policy too: %s', async (address) => {
    const nonces = new Set<string | undefined>();
    for (let load = 0; load < 3; load += 1) {
      const answer = await fetch(`${url}${address}`, { headers: HTML });
      const nonce = NONCE.exec(await answer.text())?.[1];
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('content-security-policy')).toContain(`;style-src 'self' 'nonce-${nonce}';`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it.each<Record<string, string>>([
    { 'if-none-match': '*' },
    { 'if-modified-since': new Date(Date.now() + 86_400_000).toUTCString() },
    { range: 'bytes=0-99' },
    { 'accept-encoding': 'gzip' },
  ])('comes whole and is stored nowhere, whatever was asked for: %j', async (asked) => {
    const answer = await fetch(url, { headers: { ...HTML, ...asked } });
    expect(await answer.text()).toMatch(NONCE);
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('etag'), answer.headers.get('last-modified')]).toEqual([200, 'no-store', null, null]);
  });

  it.each(['/s/0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a', '/s/anything?utm=x', '/share.html'])('is another one for links to chats, which may do little and is listed nowhere: %s', async (address) => {
    const answer = await fetch(`${url}${address}`);
    expect(await answer.text()).toContain('<title>A shared chat</title>');
    expect(['cache-control', 'x-robots-tag', 'referrer-policy'].map((name) => answer.headers.get(name))).toEqual(['no-store', 'noindex, nofollow', 'no-referrer']);
    expect(answer.headers.get('content-security-policy')).toBe(SHARE_PAGE_POLICY);
  });

  it('keeps every other file as it is, to be stored, without a nonce', async () => {
    const script = await fetch(`${url}/assets/index-1234.js`);
    expect(await script.text()).toContain('{{placeholder');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const robots = await fetch(`${url}/robots.txt`);
    expect(robots.headers.get('cache-control')).toBe('no-cache');
    expect((await fetch(`${url}/robots.txt`, { headers: { 'if-none-match': robots.headers.get('etag') ?? '' } })).status).toBe(304);
    for (const { headers } of [script, robots]) expect(headers.get('content-security-policy')).toContain(";style-src 'self';");
  });

  it.each([
    ['GET', '/assets/gone-1234.js'],
    ['GET', '/nothing'],
    ['GET', '/metrics'],
    ['POST', '/'],
    ['POST', '/index.html'],
    ['DELETE', '/robots.txt'],
  ])('is nowhere else: %s %s', async (method, address) => {
    const answer = await fetch(`${url}${address}`, { method });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(answer.headers.get('content-security-policy')).toContain(";style-src 'self';");
  });

  it('has every other security header of a file and of an error', async () => {
    const headersOf = async (address: string): Promise<Record<string, string>> =>
      Object.fromEntries([...(await fetch(`${url}${address}`, { headers: HTML })).headers].filter(([header]) => /^(cross-origin-|origin-agent|referrer-policy|x-)/.test(header)));
    const page = await headersOf('/');
    expect(Object.keys(page)).toHaveLength(10);
    expect(await headersOf('/robots.txt')).toEqual(page);
    expect(await headersOf('/metrics')).toEqual(page);
  });

  it('has the same headers for HEAD, and tells no length', async () => {
    const head = await fetch(url, { method: 'HEAD' });
    const { headers } = await fetch(url);
    const kept = (one: Headers): string[] => [...one.keys()].filter((header) => !['content-encoding', 'content-length', 'transfer-encoding', 'vary', 'connection', 'keep-alive'].includes(header));
    expect([head.status, head.headers.get('content-length')]).toEqual([200, null]);
    expect(kept(head.headers)).toEqual(kept(headers));
    expect(head.headers.get('content-security-policy')).toMatch(/style-src 'self' 'nonce-[\w-]{36}'/);
  });
});
