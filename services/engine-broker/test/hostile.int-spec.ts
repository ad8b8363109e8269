import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { BROKER_VERBS, INTERNAL_HEADERS } from '@mateship/contracts';
import { needing } from '@mateship/dev-env';
import { deriveMacKey, sha256hex, signRequest } from '@mateship/service-kit';
import { docker, ENGINE, exists } from './docker.js';
import { RELEASE, type RunningBroker, startBroker } from './running-broker.js';

jest.setTimeout(60_000);
const id = `foe${randomBytes(3).toString('hex')}`;

interface Answer {
  status: number;
  code: string | undefined;
}

needing(ENGINE, 'a hostile caller', () => {
  let broker: RunningBroker;
  let bystander: string;
  beforeAll(async () => {
    broker = await startBroker([{ id, slot: 11, manifest: { permissions: { secrets: ['token'] } } }], '10.203');
    bystander = `${broker.config.installation}x-app-${id}`;
    await docker('create', '--name', bystander, 'node:24.21.0-trixie-slim');
  });
  afterAll(async () => {
    await docker('rm', '--force', bystander);
    await broker.close();
  });

  const socket = () => broker.config.listen.slice('unix:'.length);

  async function send(method: string, path: string, body: Buffer | string = '', { signed = true, audience = 'engine-broker', direction = 'updater->engine-broker' } = {}): Promise<Answer> {
    const bytes = Buffer.from(body);
    const mac = signRequest(deriveMacKey(Buffer.from(broker.config.updaterSecret), direction), { method, path, audience, bodyHash: sha256hex(bytes) });
    const headers = { ...(bytes.length > 0 ? { 'content-type': 'application/json', 'content-length': bytes.length } : {}), ...(signed ? { [INTERNAL_HEADERS.mac]: mac } : {}) };
    const request = http.request({ socketPath: socket(), agent: false, method, path, headers });
    request.on('error', () => undefined).end(bytes);
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    const read = await text(answer).catch(() => '');
    return { status: answer.statusCode!, code: read ? (JSON.parse(read) as { error?: { code: string } }).error?.code : undefined };
  }
  const start = (body: Buffer | string) => send('POST', `/v1/apps/${id}/${RELEASE}/start`, body);

  it.each([...BROKER_VERBS.map((verb) => `${id}/${RELEASE}/${verb}`), ''])('reaches nothing without a signature: %s', async (path) => {
    const method = ['', 'inspect', 'logs', 'stats'].includes(path.split('/').at(-1)!) ? 'GET' : 'POST';
    const address = path ? `/v1/apps/${path}` : '/v1/apps';
    for (const how of [{ signed: false }, { audience: 'vault' }, { direction: 'gateway->updater' }]) {
      expect(await send(method, address, '', how)).toEqual({ status: 401, code: 'CALLER_UNTRUSTED' });
    }
  });

  it.each(['exec', 'build', 'archive', 'attach', 'kill', 'snapshot', 'START', 'start/', 'start/x', '', '..', '%2e%2e', 'constructor', '__proto__'])('finds no verb %j', async (verb) => {
    for (const method of ['POST', 'GET', 'PUT', 'DELETE']) expect((await send(method, `/v1/apps/${id}/${RELEASE}/${verb}`)).status).toBe(404);
  });

  it.each(['/containers/json', '/v1.41/containers/create', '/images/create', '/_ping', '/v1/apps/../../containers/json', '/v1/networks', '/v1/volumes', '/v1/exec', '//v1/apps', '/V1/apps'])('finds no way through to the Engine by %s', async (path) => {
    for (const method of ['POST', 'GET']) expect([400, 404]).toContain((await send(method, path)).status);
  });

  it.each([
    `nobody/${RELEASE}`,
    `${id}/9.9.9`,
    `${id}/latest`,
    `${id}/${RELEASE}%00`,
    `${id}%2f..%2f..%2fcontainers/${RELEASE}`,
    `..%2f${id}/${RELEASE}`,
    `${id};id/${RELEASE}`,
    `$(id)/${RELEASE}`,
    `%60id%60/${RELEASE}`,
    `${id}|id/${RELEASE}`,
    `--privileged/${RELEASE}`,
    `${id}/${RELEASE}%0a--privileged`,
    `__proto__/${RELEASE}`,
    `constructor/${RELEASE}`,
    `${id.toUpperCase()}/${RELEASE}`,
    `x-app-${id}/${RELEASE}`,
  ])('finds no app at %s', async (app) => {
    for (const verb of ['create', 'stop', 'remove', 'rename', 'pull']) expect([400, 404]).toContain((await send('POST', `/v1/apps/${app}/${verb}`)).status);
    expect([400, 404]).toContain((await send('POST', `/v1/apps/${app}/start`, '{}')).status);
    for (const verb of ['inspect', 'logs', 'stats']) expect([400, 404]).toContain((await send('GET', `/v1/apps/${app}/${verb}`)).status);
  });

  it('is heard to 256 KiB and no further, before anything is read', async () => {
    for (const size of [257 * 1024, 1024 * 1024 + 1, 8 * 1024 * 1024]) expect(await start(Buffer.alloc(size, '{'))).toEqual({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    expect((await start(JSON.stringify({ secrets: { token: 'x'.repeat(65_537) } }))).status).toBe(400);
  });

  it.each([
    ['a host path', { secrets: {}, Binds: ['/:/host'] }, 'UNKNOWN_PROPERTY'],
    ['a HostConfig', { HostConfig: { Privileged: true } }, 'UNKNOWN_PROPERTY'],
    ['an image', { image: 'evil' }, 'UNKNOWN_PROPERTY'],
    ['a secret that the manifest does not declare', { secrets: { other: 'x' } }, 'VALIDATION_FAILED'],
    ['a secret outside its folder', { secrets: { '../identity': 'x' } }, 'VALIDATION_FAILED'],
    ['a secret with an absolute name', { secrets: { '/etc/passwd': 'x' } }, 'VALIDATION_FAILED'],
    ['a secret that is no text', { secrets: { token: { $: 1 } } }, 'VALIDATION_FAILED'],
  ])('cannot add %s to a start', async (_what, body, code) => {
    expect(await start(JSON.stringify(body))).toEqual({ status: 400, code });
  });

  it.each(['', '{', '[]', 'null', '{"__proto__":{"secrets":{}}}', `${'['.repeat(300)}${']'.repeat(300)}`, '\u0000'])('cannot start with the body %j', async (body) => {
    expect((await start(body)).status).toBe(400);
  });

  it.each(['0', '501', '-1', '1e3', '100;id', '', '1&follow=true', '1&lines=2'])('cannot ask for %j lines', async (lines) => {
    expect((await send('GET', `/v1/apps/${id}/${RELEASE}/logs?lines=${lines}`)).status).toBe(400);
  });

  it('cannot start what is not built, and is told what to do', async () => {
    const failure = broker.verb(id, 'start', {});
    await expect(failure).rejects.toMatchObject({ code: 'APP_UNAVAILABLE', message: expect.stringContaining(`mateship/app-${id}:${RELEASE}`) as string });
    await expect(broker.verb(id, 'pull')).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
  });

  it('has touched nobody else’s container after all that', async () => {
    expect(await exists('container', bystander)).toBe(true);
    expect(await docker('ps', '--all', '--quiet', '--filter', `label=dev.mateship.installation=${broker.config.installation}`)).toBe('');
  });

  it('needs to be the socket’s owner', async () => {
    const { mode } = await stat(socket());
    expect((mode & 0o777).toString(8)).toBe('600');
  });
});

describe('an Engine that is away', () => {
  let broker: RunningBroker;
  beforeAll(async () => (broker = await startBroker([{ id, slot: 11 }], '10.203', { engine: '/nowhere/docker.sock' })));
  afterAll(() => broker.close());

  it.each(['create', 'stop', 'remove', 'rename', 'pull', 'inspect', 'logs', 'stats'])('is said to be so: %s', async (verb) => {
    await expect(broker.verb(id, verb)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });

  it('is said to be so for start, the list and the stream of ends', async () => {
    await expect(broker.verb(id, 'start', {})).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await expect(broker.client.json('GET', '/v1/apps')).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await expect(broker.client.json('GET', '/v1/events')).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });
});
