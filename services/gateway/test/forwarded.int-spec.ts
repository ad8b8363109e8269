import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { AuthApp, type AuthAppSettings } from './auth-app.js';

/** Each test has an app of its own, whose public listener is a Unix socket as it is behind the proxy. */
describe('forwarded headers', () => {
  let app: AuthApp;
  let folder: string;
  const start = async (settings: AuthAppSettings) => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'forwarded-'));
    app = await AuthApp.start({ listen: `unix:${folder}/gateway.sock`, rateLimit: 60, ...settings });
  };
  afterEach(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const call = async (method: string, route: string, headers: http.OutgoingHttpHeaders, body?: unknown) => {
    const request = http.request({ socketPath: `${folder}/gateway.sock`, method, path: route, headers: { host: 'localhost', 'content-type': 'application/json', ...headers } });
    request.end(body === undefined ? undefined : JSON.stringify(body));
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject));
    return { status: response.statusCode, cookie: response.headers['set-cookie']?.[0], body: await json(response) };
  };
  let people = 0;
  /** A sign-in that fails, each under another name; three a minute are allowed to one address. */
  const guess = async (headers: http.OutgoingHttpHeaders) => (await call('POST', '/v1/auth/login', headers, { login: `person${people++}`, password: 'not the password' })).status;

  it('tell clients apart when the proxy is trusted', async () => {
    await start({ trustProxy: true });
    for (let n = 0; n < 3; n += 1) expect(await guess({ 'x-forwarded-for': '9.9.9.1' })).toBe(401);
    expect(await guess({ 'x-forwarded-for': '9.9.9.1' })).toBe(429);
    expect(await guess({ 'x-forwarded-for': '9.9.9.2' })).toBe(401);
  });

  it('do not let a client invent addresses before the one that the proxy adds', async () => {
    await start({ trustProxy: true });
    for (let n = 0; n < 3; n += 1) expect(await guess({ 'x-forwarded-for': `10.0.0.${n}, 9.9.9.1` })).toBe(401);
    expect(await guess({ 'x-forwarded-for': ['10.0.0.9', '8.8.8.8', '9.9.9.1'] })).toBe(429);
    expect(await guess({ 'x-forwarded-for': '9.9.9.1', forwarded: 'for=10.0.0.9', 'x-real-ip': '10.0.0.9' })).toBe(429);
  });

  it('share one count when what the proxy wrote is no address', async () => {
    await start({ trustProxy: true });
    for (const header of ['unknown', '', 'a, b']) expect(await guess({ 'x-forwarded-for': header })).toBe(401);
    expect(await guess({ 'x-forwarded-for': 'something else' })).toBe(429);
  });

  it('are not looked at by default', async () => {
    await start({});
    for (let n = 0; n < 3; n += 1) expect(await guess({ 'x-forwarded-for': `9.9.9.${n}` })).toBe(401);
    expect(await guess({ 'x-forwarded-for': '9.9.9.9' })).toBe(429);
  });

  it.each([
    [true, 'https', true],
    [true, 'http', false],
    [true, 'https, http', false],
    [false, 'https', false],
  ])('with trust %j and X-Forwarded-Proto %j mark the refresh cookie secure: %j', async (trustProxy, proto, secure) => {
    await start({ trustProxy });
    const person = await app.person();
    const { status, cookie } = await call('POST', '/v1/auth/login', { 'x-forwarded-proto': proto }, { login: person.username, password: person.password });
    expect(status).toBe(200);
    expect(cookie?.includes('; Secure')).toBe(secure);
  });
});
