import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { TestGateway } from './support/gateway.js';

const SOURCE = path.join(__dirname, '..', 'src');
const { paths } = JSON.parse(readFileSync(path.join(__dirname, '..', 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, { security?: unknown[] }>> };

/** A path of OpenAPI as Fastify writes it. */
const asRoute = (openApiPath: string) => openApiPath.replace(/\{(\w+)\}/g, ':$1');

describe('the routes of the gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.stop());

  const named = (routes: TestGateway['routes']) => routes.map(({ method, path: route }) => `${method} ${route}`).sort();

  it('state who may call them, every one', () => {
    expect(gateway.routes.length).toBeGreaterThan(30);
    expect(named(gateway.routes.filter(({ policy }) => !policy))).toEqual([]);
  });

  it('are open to everybody only where nobody can be signed in yet, and for health', () => {
    const open = gateway.routes.filter(({ policy, method }) => policy && 'public' in policy && method !== 'HEAD');
    expect(named(open)).toEqual([
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'POST /v1/auth/check_invite_token_valid',
      'POST /v1/auth/check_username_valid',
      'POST /v1/auth/login',
      'POST /v1/auth/refresh',
      'POST /v1/auth/signup',
      'POST /v1/auth/verify_email_code',
      'POST /v1/shares/:id/content',
    ]);
  });

  it('of admins lie below /v1/admin, and nothing else does', () => {
    const admins = gateway.routes.filter(({ policy }) => policy && 'admin' in policy);
    const below = gateway.routes.filter(({ path: route }) => route.startsWith('/v1/admin/'));
    expect(named(admins)).toEqual(named(below));
  });

  it('of apps and operators answer on inner listeners alone', () => {
    const inner = gateway.routes.filter(({ policy }) => policy && ('app' in policy || 'internal' in policy));
    expect(inner.length).toBeGreaterThan(3);
    expect(named(inner.filter(({ listener }) => listener === 'public' || listener === 'any'))).toEqual([]);
  });

  it('that are public lie below /v1, and only those', () => {
    const outer = gateway.routes.filter(({ listener }) => listener === 'public');
    expect(named(outer.filter(({ path: route }) => !route.startsWith('/v1/')))).toEqual([]);
    expect(named(gateway.routes.filter(({ path: route, listener }) => route.startsWith('/v1/') && listener !== 'public'))).toEqual([]);
  });

  it.each(Object.keys(paths))('%s of openapi.json is really there', (openApiPath) => {
    // A wildcard has no name in Fastify.
    const route = openApiPath === '/v1/models/{path}' ? '/v1/models/*' : asRoute(openApiPath);
    for (const method of Object.keys(paths[openApiPath] ?? {})) expect(named(gateway.routes)).toContain(`${method.toUpperCase()} ${route}`);
  });

  it('that need a credential say so in openapi.json', () => {
    const wrong = Object.entries(paths).flatMap(([openApiPath, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) => {
        const route = gateway.routes.find((known) => known.method === method.toUpperCase() && known.path === asRoute(openApiPath));
        const open = route?.policy !== undefined && 'public' in route.policy;
        return !route || (security !== undefined) !== open ? [] : [`${method} ${openApiPath}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('answer alike to a stranger whether or not they exist', async () => {
    const answers = await Promise.all(['/v1/users/me', '/v1/chat', '/v1/admin/invites'].map((route) => gateway.json('GET', route, null)));
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([401, 'UNAUTHENTICATED']));
    expect((await gateway.json('GET', '/v1/nothing/here/at/all', null)).status).toBe(404);
  });

  it('of the inner listener are not there on the public one', async () => {
    for (const route of ['/metrics', '/apps/v1/files']) expect((await gateway.json('GET', route, await gateway.caller('admin'))).status).toBe(404);
  });
});

describe('the paths of openapi.json', () => {
  const folders = readdirSync(SOURCE).filter((name) => statSync(path.join(SOURCE, name)).isDirectory());
  const controllers = folders.flatMap((folder) => readdirSync(path.join(SOURCE, folder)).filter((name) => name.endsWith('.controller.ts')));

  it.each([...new Set(Object.keys(paths).map((name) => /^\/v1\/(?:admin\/)?(\w+)/.exec(name)?.[1] ?? name))])('%s is found under its own name in src', (noun) => {
    const name = noun.replaceAll('_', '-');
    expect([...folders, ...controllers]).toEqual(expect.arrayContaining([folders.includes(name) ? name : `${name}.controller.ts`]));
  });

  it('are written in lower case with underscores', () => {
    expect(Object.keys(paths).filter((name) => !/^(\/([a-z0-9_]+|\{\w+\}))+$/.test(name))).toEqual([]);
  });
});
