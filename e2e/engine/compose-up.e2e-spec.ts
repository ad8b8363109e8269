import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@mateship/dev-env';
import { ComposeProject, type InspectedContainer } from './support/compose-project.js';
import { docker, engineSuite } from './support/engine.js';

const BUILD_MS = 15 * 60_000;
const UP_MS = 5 * 60_000;
const ONCE = ['setup', 'setup-database'];

/** The way of an administrator who knows Compose: a clean checkout, cp .env.example .env, docker compose up -d. */
engineSuite('docker compose up in a clean checkout', () => {
  let project: ComposeProject;

  const serviceOf = (container: InspectedContainer): string => container.Config.Labels['com.docker.compose.service'] ?? '';
  /** Identity and start of what runs all the time; apps sleep and wake by themselves. */
  const running = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await project.containers()).filter((one) => !ONCE.includes(serviceOf(one)) && !serviceOf(one).startsWith('app-')).map((one) => [serviceOf(one), `${one.Id} ${one.State.StartedAt}`]));
  const healthy = async (): Promise<unknown> => {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(300)) {
      const answer = await fetch(`${project.url}/health`).catch(() => undefined);
      if (answer?.ok) return answer.json();
    }
    throw new Error(`not healthy: ${await project.compose('ps', '--all')}\n${(await project.logs()).slice(-4000)}`);
  };
  const invite = (): Promise<string> => project.compose('exec', '-T', 'gateway', 'cat', '/data/first-invite');

  beforeAll(async () => {
    project = await ComposeProject.create(`mateship-up-${process.pid}`, { port: await freePort(), prefix: '10.219' });
    await project.compose('build', '--quiet');
    await project.compose('up', '--detach');
  }, BUILD_MS + UP_MS);
  afterAll(() => project.destroy(), UP_MS);

  it('serves the page and tells that every part is up', async () => {
    expect(await healthy()).toMatchObject({ status: 'ok', dependencies: { database: { status: 'up' }, vault: { status: 'up' }, redis: { status: 'up' } } });
    const page = await fetch(project.url, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/<script type="module"[^>]+src="\/assets\//);
    expect((await fetch(`${project.url}/chat/anything`, { headers: { accept: 'text/html' } })).status).toBe(200);
  });

  it('answers with the same security headers from Caddy and from the gateway', async () => {
    await healthy();
    const names = /^(content-security-policy|cross-origin-|origin-agent|referrer-policy|strict-transport|x-(?!request-id|powered))/;
    const headersOf = async (path: string): Promise<Record<string, string>> => Object.fromEntries([...(await fetch(`${project.url}${path}`)).headers].filter(([name]) => names.test(name)));
    const file = await headersOf('/robots.txt');
    expect(Object.keys(file).length).toBeGreaterThan(9);
    expect(await headersOf('/v1/users/me')).toEqual(file);
    expect(await headersOf('/nothing')).toEqual(file);
    const page = await headersOf('/');
    expect({ ...page, 'content-security-policy': page['content-security-policy']?.replace(/ 'nonce-[\w-]{36}'/, '') }).toEqual(file);
    expect(page).not.toEqual(file);
  });

  it('shows nothing of the inside', async () => {
    await healthy();
    for (const path of ['/metrics', '/internal', '/internal/apps', '/docs', '/openapi.json', '/v1', '/healthz', '//metrics', '/%6detrics', '/v1/../metrics']) {
      const answer = await fetch(`${project.url}${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ error: { code: 'NOT_FOUND', timestamp: expect.stringMatching(/^\d{4}-/), requestId: expect.any(String) } });
    }
  });

  it('believes the address that Caddy saw, and takes cookies of its own origin alone', async () => {
    await healthy();
    const refresh = (origin: string): Promise<Response> => fetch(`${project.url}/v1/auth/refresh`, { method: 'POST', headers: { origin, 'content-type': 'application/json', 'x-forwarded-host': 'evil.example' }, body: '{}' });
    expect(await (await refresh('https://evil.example')).json()).toMatchObject({ error: { code: 'ORIGIN_DENIED' } });
    expect(((await (await refresh(project.url)).json()) as { error: { code: string } }).error.code).not.toBe('ORIGIN_DENIED');
  });

  it('lets the administrator read the invite, which works', async () => {
    await healthy();
    expect(await invite()).toMatch(/^\S{20,}$/);
  });

  it('changes nothing of the core when it is started again', async () => {
    await healthy();
    const before = await running();
    expect(Object.keys(before).sort()).toEqual(['egress-proxy', 'engine-broker', 'gateway', 'postgres', 'redis', 'updater', 'vault', 'web-app']);
    await project.compose('up', '--detach');
    expect(await running()).toEqual(before);
  }, UP_MS);

  it('shows no secret in inspect, environments, processes or logs', async () => {
    await healthy();
    const secrets = [...(await project.secrets()), await invite()];
    expect(secrets.length).toBeGreaterThan(7);
    const containers = await project.containers();
    const processes = await Promise.all(containers.filter((one) => one.State.Status === 'running').map((one) => docker('top', one.Id, '-eo', 'pid,args')));
    const seen = [JSON.stringify(containers), await project.logs(), await docker('volume', 'ls', '--format', '{{json .}}'), ...processes].join('\n');
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
  });

  it('keeps its data through down and up', async () => {
    await healthy();
    const before = [await invite(), ...(await project.secrets())];
    await project.compose('down', '--timeout', '20');
    expect(await project.containers()).toEqual([]);
    await project.compose('up', '--detach');
    await healthy();
    expect([await invite(), ...(await project.secrets())]).toEqual(before);
  }, UP_MS);

  it('refuses to start on an empty volume where data was, in one sentence', async () => {
    await project.compose('down', '--timeout', '20');
    await docker('volume', 'rm', `${project.name}_vault-data`);
    await expect(project.compose('up', '--detach')).rejects.toThrow(/setup.* didn't complete successfully/);
    expect(await project.compose('logs', '--no-color', '--no-log-prefix', 'setup')).toContain('The volume "vault-data" is empty, but this installation holds data in it.');
    await project.compose('down', '--volumes');
    await project.compose('up', '--detach');
    await healthy();
  }, UP_MS);
});
