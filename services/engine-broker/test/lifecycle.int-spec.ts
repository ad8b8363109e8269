import { randomBytes } from 'node:crypto';
import { type ContainerStats, ContainerStatus, StartedApp } from '@mateship/contracts';
import { needing } from '@mateship/dev-env';
import { docker, ENGINE, exists, inspect } from './docker.js';
import { buildImage, RELEASE, type RunningBroker, startBroker } from './running-broker.js';

jest.setTimeout(120_000);
const id = `look${randomBytes(3).toString('hex')}`;
const neighbour = `${id}x`;
const APP = { id, slot: 7, manifest: { permissions: { storage: true, secrets: ['token', 'other'] }, resources: { memory: 128 } } };

interface Found {
  identity: string;
  mode: string;
  secrets: Record<string, string> | string;
  [name: string]: unknown;
}

needing(ENGINE, 'the life of a container', () => {
  let broker: RunningBroker;
  let name: string;
  beforeAll(async () => {
    await buildImage(id, 20_007);
    await buildImage(neighbour, 20_008);
    broker = await startBroker([APP, { id: neighbour, slot: 8 }], '10.201');
    name = `${broker.config.installation}-app-${id}`;
  });
  afterAll(async () => {
    await broker.close();
    await docker('image', 'rm', '--force', ...[id, neighbour].map((app) => `mateship/app-${app}:${RELEASE}`));
  });
  afterEach(() => broker.verb(id, 'remove'));

  const start = async (secrets: Record<string, string> = {}) => StartedApp.parse(await broker.verb(id, 'start', { secrets }));
  const status = async () => ContainerStatus.parse(await broker.verb(id, 'inspect'));
  const found = async (target: string): Promise<Found> => {
    for (let left = 50; ; left--) {
      const answer = await broker.ask(target);
      if (answer.startsWith('{')) return JSON.parse(answer) as Found;
      if (left === 0) throw new Error(answer);
    }
  };
  const stateOf = (container: string) => inspect<{ Id: string; State: { Status: string } }>('container', container);

  it('begins with a start, from nothing', async () => {
    expect(await status()).toEqual({ app: id, release: RELEASE, state: 'absent', startedAt: null, exitCode: null, oomKilled: false });
    const { target, secret } = await start({ token: 'abc' });
    expect(target).toBe('10.201.0.59:8080');
    expect(await found(target)).toEqual({ identity: secret, mode: '440', secrets: { token: 'abc' }, user: '20007:20007', plant: 'EACCES', root: 'EROFS', data: undefined });
    expect(await status()).toMatchObject({ state: 'running', exitCode: null });
  });

  it('is not there for another app', async () => {
    const { target } = await start();
    await found(target);
    await broker.verb(neighbour, 'start', {});
    const look = `fetch('http://${target}',{signal:AbortSignal.timeout(2000)}).then(r=>r.text(),e=>e.cause?.code??e.name).then(console.log)`;
    expect(await docker('exec', `${broker.config.installation}-app-${neighbour}`, 'node', '-e', look)).toMatch(/^(ENETUNREACH|EHOSTUNREACH|TimeoutError)$/);
    await broker.verb(neighbour, 'remove');
  });

  it('has another secret at each start, and no secret file of an earlier one', async () => {
    const first = await start({ token: 'abc', other: 'x' });
    await found(first.target);
    await broker.verb(id, 'stop');
    expect(await status()).toMatchObject({ state: 'stopped', exitCode: 0 });
    const second = await start({ other: 'y' });
    expect(second.secret).not.toBe(first.secret);
    expect(await found(second.target)).toMatchObject({ identity: second.secret, secrets: { other: 'y' } });
  });

  it('finds the secret of its next start prepared when it slept, but not when somebody else has used that', async () => {
    const prepared = () => docker('run', '--rm', '--network', 'none', '--volume', `${broker.config.installation}_app-${id}-run:/run:ro`, 'node:24.21.0-trixie-slim', 'cat', '/run/identity');
    const first = await start({ token: 'abc' });
    await broker.verb(id, 'stop');
    const next = await prepared();
    expect(next).not.toBe(first.secret);
    const second = await start({ token: 'abc' });
    expect(second.secret).toBe(next);
    expect(await found(second.target)).toMatchObject({ identity: next, secrets: { token: 'abc' } });
    await broker.verb(id, 'stop');
    const stolen = await prepared();
    await docker('start', name);
    await docker('stop', '--time', '0', name);
    const third = await start({ token: 'abc' });
    expect([first.secret, next, stolen]).not.toContain(third.secret);
    expect(await found(third.target)).toMatchObject({ identity: third.secret });
  });

  it('starts afresh when somebody else has started it', async () => {
    await broker.verb(id, 'create');
    expect(await status()).toMatchObject({ state: 'created' });
    await docker('start', name);
    const { target, secret } = await start();
    expect(await found(target)).toMatchObject({ identity: secret });
  });

  it('keeps its container between starts', async () => {
    await start();
    const before = await stateOf(name);
    await start();
    expect((await stateOf(name)).Id).toBe(before.Id);
  });

  it('gets a new container when image or settings have changed', async () => {
    await start();
    const before = await stateOf(name);
    await buildImage(id, 20_007, 'changed');
    await start();
    const after = await stateOf(name);
    expect(after.Id).not.toBe(before.Id);
    await docker('rm', '--force', name);
    await docker('create', '--name', name, '--label', `dev.mateship.installation=${broker.config.installation}`, '--label', `dev.mateship.app=${id}`, '--privileged', 'node:24.21.0-trixie-slim');
    await start();
    expect(await inspect('container', name)).toMatchObject({ HostConfig: { Privileged: false, ReadonlyRootfs: true } });
  });

  it('keeps its data through stop, start and removal', async () => {
    const volume = `${broker.config.installation}_app-${id}-data`;
    await found((await start()).target);
    await broker.verb(id, 'remove');
    expect(await Promise.all([exists('container', name), exists('network', `${broker.config.installation}_app-${id}`), exists('volume', `${broker.config.installation}_app-${id}-run`)])).toEqual([false, false, false]);
    expect(await exists('volume', volume)).toBe(true);
    const listing = await docker('run', '--rm', '--network', 'none', '--volume', `${volume}:/data:ro`, 'node:24.21.0-trixie-slim', 'ls', '/data');
    expect(listing).toBe('kept');
  });

  it('makes room for another release and comes back', async () => {
    await broker.verb(id, 'create');
    await broker.verb(id, 'rename');
    expect([await exists('container', name), await exists('container', `${name}_prev`)]).toEqual([false, true]);
    await broker.verb(id, 'rename');
    expect([await exists('container', name), await exists('container', `${name}_prev`)]).toEqual([true, false]);
    await broker.verb(id, 'rename');
    await broker.verb(id, 'create');
    await expect(broker.verb(id, 'rename')).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
  });

  it('is observed: lines, memory, processor', async () => {
    const { target } = await start();
    await found(target);
    const { lines } = await broker.verb<{ lines: string[] }>(id, 'logs?lines=1');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ user: '20007:20007' });
    const stats = await broker.verb<ContainerStats>(id, 'stats');
    expect(stats.memoryBytes).toBeGreaterThan(5e6);
    expect(stats.memoryBytes).toBeLessThan(128 * 1024 * 1024);
    expect(stats.cpuPercent).toBeGreaterThan(0);
    await broker.verb(id, 'stop');
    await expect(broker.verb(id, 'stats')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('does many things asked at once one after the other', async () => {
    const answers = await Promise.all([start(), broker.verb(id, 'stop'), start(), broker.verb(id, 'create'), start()]);
    const last = answers.at(-1) as StartedApp;
    expect(await found(last.target)).toMatchObject({ identity: last.secret });
  });

  it('leaves a container of the same name alone that is not ours', async () => {
    await docker('create', '--name', name, 'node:24.21.0-trixie-slim');
    for (const verb of ['start', 'stop', 'remove', 'rename', 'create']) {
      await expect(broker.verb(id, verb, verb === 'start' ? {} : undefined)).rejects.toMatchObject({ code: 'APP_UNAVAILABLE', message: expect.stringContaining(name) as string });
    }
    expect(await broker.client.json('GET', '/v1/apps')).toMatchObject({ items: [{ app: id, state: 'absent' }, { app: neighbour, state: 'absent' }] });
    expect(await stateOf(name)).toMatchObject({ State: { Status: 'created' } });
    await docker('rm', name);
  });

  it('repairs a network that is open', async () => {
    const network = `${broker.config.installation}_app-${id}`;
    const labels = [`dev.mateship.installation=${broker.config.installation}`, `dev.mateship.app=${id}`].flatMap((label) => ['--label', label]);
    await docker('network', 'create', '--subnet', '10.201.0.56/29', ...labels, network);
    await found((await start()).target);
    expect(await inspect('network', network)).toMatchObject({ Internal: true, Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } });
  });

  it('comes back when somebody has tidied up while it slept', async () => {
    await start();
    await broker.verb(id, 'stop');
    const network = `${broker.config.installation}_app-${id}`;
    await docker('network', 'disconnect', '--force', network, `${broker.config.installation}-gateway`);
    await docker('network', 'rm', network);
    const { target, secret } = await start();
    expect(await found(target)).toMatchObject({ identity: secret });
  });

  it.each(['network', 'volume'] as const)('leaves a %s of the same name alone that is not ours', async (kind) => {
    const its = `${broker.config.installation}_app-${id}${kind === 'volume' ? '-run' : ''}`;
    await docker(kind, 'create', its);
    for (const verb of ['create', 'remove']) await expect(broker.verb(id, verb)).rejects.toMatchObject({ code: 'APP_UNAVAILABLE', message: expect.stringContaining(its) as string });
    expect(await exists(kind, its)).toBe(true);
    await docker(kind, 'rm', its);
  });
});
