import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { AppExited, StartedApp } from '@mateship/contracts';
import { needing } from '@mateship/dev-env';
import { docker, ENGINE } from './docker.js';
import { buildImage, RELEASE, type RunningBroker, startBroker } from './running-broker.js';

jest.setTimeout(60_000);
const id = `exit${randomBytes(3).toString('hex')}`;

needing(ENGINE, 'the stream of ends', () => {
  let broker: RunningBroker;
  beforeAll(async () => {
    await buildImage(id, 20_009);
    broker = await startBroker([{ id, slot: 9, manifest: { resources: { memory: 64 } } }], '10.202');
  });
  afterAll(async () => {
    await broker.close();
    await docker('image', 'rm', '--force', `mateship/app-${id}:${RELEASE}`);
  });

  /** Opens the stream; `next` resolves to the next end. */
  async function listen() {
    const { status, body, headers } = await broker.client.stream('GET', '/v1/events');
    const lines = createInterface({ input: body })[Symbol.asyncIterator]();
    const next = async (): Promise<AppExited> => {
      const { value } = (await lines.next()) as { value: string };
      return value === '' ? next() : (JSON.parse(value) as AppExited);
    };
    return { status, type: headers['content-type'], first: (await lines.next()).value as string, next, end: () => body.destroy() };
  }
  const started = async (): Promise<string> => {
    const { target } = await broker.verb<StartedApp>(id, 'start', {});
    for (let left = 50; left > 0 && !(await broker.ask(target)).startsWith('{'); left--);
    return target;
  };

  it('says at once that it lives, and how a container ends', async () => {
    const stream = await listen();
    expect([stream.status, stream.type, stream.first]).toEqual([200, 'application/jsonl', '']);
    await broker.ask(await started(), '/exit');
    expect(await stream.next()).toEqual({ app: id, release: RELEASE, exitCode: 7, oomKilled: false, at: expect.stringMatching(/^\d{4}-.*Z$/) as string });
    await started();
    await broker.verb(id, 'stop');
    expect(await stream.next()).toMatchObject({ app: id, exitCode: 0 });
    stream.end();
  });

  it('tells when memory was the reason', async () => {
    const stream = await listen();
    await broker.ask(await started(), '/eat');
    expect(await stream.next()).toMatchObject({ app: id, exitCode: 137, oomKilled: true });
    stream.end();
  });

  it('is silent about containers of others', async () => {
    const stream = await listen();
    const labels = [`dev.mateship.installation=other`, `dev.mateship.app=${id}`, `dev.mateship.release=${RELEASE}`].flatMap((label) => ['--label', label]);
    await docker('run', '--rm', '--network', 'none', ...labels, 'node:24.21.0-trixie-slim', 'true');
    const ours = [`dev.mateship.installation=${broker.config.installation}`, `dev.mateship.app=${id}`, `dev.mateship.release=${RELEASE}`].flatMap((label) => ['--label', label]);
    await docker('run', '--rm', '--network', 'none', ...ours, 'node:24.21.0-trixie-slim', 'true');
    await started();
    await broker.verb(id, 'stop');
    expect(await stream.next()).toMatchObject({ exitCode: 0 });
    stream.end();
  });

  it('ends when the broker ends, which waits for nobody', async () => {
    const other = await startBroker([{ id, slot: 9 }], '10.208');
    const { body } = await other.client.stream('GET', '/v1/events');
    const ended = text(body);
    await other.service.stop();
    expect(await ended).toBe('\n');
    await other.close();
  });

  it('is had by four at most', async () => {
    // A broker of its own: one that was shared would still count readers of other tests that have only just left.
    const other = await startBroker([{ id, slot: 9 }], '10.208');
    const streams = await Promise.all([1, 2, 3, 4].map(() => other.client.stream('GET', '/v1/events')));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await expect(other.client.json('GET', '/v1/events')).rejects.toMatchObject({ code: 'STREAM_LIMIT' });
    streams.forEach(({ body }) => body.destroy());
    await other.close();
  });
});
