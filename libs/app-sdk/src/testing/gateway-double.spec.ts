import { randomBytes } from 'node:crypto';
import { DomainError, GATEWAY_APP_PATHS, INTERNAL_HEADERS } from '@mateship/contracts';
import { deriveMacKey, InternalClient, textOf } from '@mateship/service-kit';
import { GatewayDouble, type DoubleSkills } from './gateway-double.js';
import { makeHome } from './temp-home.js';
import { codeOf } from '../../test/fixture-app.js';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function start(skills: DoubleSkills = {}) {
  const home = makeHome();
  const double = new GatewayDouble('pdf', home.secret, skills);
  await double.listen(home.gatewaySocket);
  opened.push(() => home.remove(), () => double.close());
  const clientWith = (secret: Buffer, direction = 'app:pdf->gateway') => {
    const target = `unix:${home.gatewaySocket}`;
    const client = new InternalClient({ target, key: deriveMacKey(secret, direction), audience: 'gateway', timeoutMs: 2_000, unavailable: 'SKILL_FAILED' });
    opened.push(() => client.close());
    return client;
  };
  const headers = { [INTERNAL_HEADERS.job]: double.job };
  return { double, home, clientWith, headers, client: clientWith(home.secret) };
}

it('hands a file out under its token and a valid signature', async () => {
  const { double, client, headers } = await start();
  double.files.set('f1', { name: 'ä.pdf', mime: 'application/pdf', bytes: Buffer.from('pdf') });
  const answer = await client.stream('GET', GATEWAY_APP_PATHS.file('f1'), undefined, { headers });
  expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-length': '3', [INTERNAL_HEADERS.fileName]: '%C3%A4.pdf' });
  expect(await textOf(answer.body)).toBe('pdf');
});

it('refuses another secret, another direction and another token', async () => {
  const { client, clientWith, home, headers } = await start();
  const path = GATEWAY_APP_PATHS.file('f1');
  expect(await codeOf(clientWith(randomBytes(32)).json('GET', path, undefined, undefined, { headers }))).toBe('CALLER_UNTRUSTED');
  expect(await codeOf(clientWith(home.secret, 'gateway->app:pdf').json('GET', path, undefined, undefined, { headers }))).toBe('CALLER_UNTRUSTED');
  expect(await codeOf(client.json('GET', path, undefined, undefined, { headers: { [INTERNAL_HEADERS.job]: 'x' } }))).toBe('CALLER_UNTRUSTED');
  expect(await codeOf(client.json('GET', path))).toBe('CALLER_UNTRUSTED');
});

it('keeps what is saved, and takes only bytes', async () => {
  const { double, client, headers } = await start();
  const save = (type: string) =>
    client.stream('POST', GATEWAY_APP_PATHS.files, Buffer.from('png'), { headers: { ...headers, 'content-type': type, [INTERNAL_HEADERS.fileName]: 'a.png' } });
  const saved = await save('application/octet-stream');
  const { id } = JSON.parse(await textOf(saved.body)) as { id: string };
  expect([saved.status, double.files.get(id)?.bytes.toString()]).toEqual([201, 'png']);
  const refused = await save('image/png');
  await textOf(refused.body);
  expect(refused.status).toBe(415);
});

it('runs the skills it was given, remembers the calls, and passes their errors on', async () => {
  const { double, client, headers } = await start({
    'web/search': (input) => ({ input }),
    'web/read': () => { throw new DomainError('PDF_LIMIT'); },
  });
  expect(await client.json('POST', GATEWAY_APP_PATHS.skill('web', 'search'), { q: 1 }, undefined, { headers })).toEqual({ input: { q: 1 } });
  expect(await codeOf(client.json('POST', GATEWAY_APP_PATHS.skill('web', 'read'), {}, undefined, { headers }))).toBe('PDF_LIMIT');
  expect(await codeOf(client.json('POST', GATEWAY_APP_PATHS.skill('web', 'other'), {}, undefined, { headers }))).toBe('TOOL_DENIED');
  expect(double.calls).toEqual([{ app: 'web', skill: 'search', input: { q: 1 } }, { app: 'web', skill: 'read', input: {} }]);
});

it.each([
  ['GET', '/apps/v1/files/absent'],
  ['DELETE', '/apps/v1/files/f1'],
  ['GET', '/apps/v1/other'],
  ['GET', '/'],
])('answers 404 to %s %s', async (method, path) => {
  const { client, headers } = await start();
  expect(await codeOf(client.json(method, path, undefined, undefined, { headers }))).toBe('NOT_FOUND');
});
