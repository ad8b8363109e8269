import http from 'node:http';
import { once } from 'node:events';
import { eventually } from '@mateship/dev-env';
import type { RunningService } from '../src/index.js';
import { ShutdownProbe } from './fixture-app.js';
import { startFixture, urlOf } from './fixture-service.js';

async function refuses(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}

function get(service: RunningService, path: string, agent: http.Agent): Promise<{ status: number | undefined; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    http
      .get(`${urlOf(service)}${path}`, { agent }, (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection }));
      })
      .on('error', reject);
  });
}

/** Waits until the service works on so many slow requests. */
const untilBusy = (service: RunningService, requests = 1) => eventually(() => service.app.get(ShutdownProbe).running === requests);
const untilRefusing = (url: string) => eventually(() => refuses(url), { what: 'new connections are refused' });

it('finishes what runs, refuses what is new, and ends by itself', async () => {
  const service = await startFixture();
  const running = fetch(`${urlOf(service)}/echo/slow?ms=2500`).then((answer) => answer.json());
  await untilBusy(service);
  const stopped = service.stop(5_000);
  await untilRefusing(`${urlOf(service)}/health/live`);
  await untilRefusing(`${urlOf(service, 'internal')}/health/live`);
  expect(service.app.get(ShutdownProbe).running).toBe(1);
  expect(await running).toEqual({ done: true });
  await stopped;
});

it('runs shutdown hooks only after the last request ended', async () => {
  const service = await startFixture();
  const running = fetch(`${urlOf(service)}/echo/slow?ms=300`);
  await untilBusy(service);
  const { order } = service.app.get(ShutdownProbe);
  await Promise.all([service.stop(5_000), running]);
  expect(order).toEqual(['answered', 'hooks']);
});

it('turns away new work on a kept connection while it drains', async () => {
  const service = await startFixture();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  await get(service, '/health/live', agent);
  const slow = http.get(`${urlOf(service)}/echo/slow?ms=1000`, { agent: new http.Agent() });
  await once(slow, 'socket');
  const queued = [get(service, '/echo/slow?ms=1000', agent), get(service, '/health/live', agent)];
  await untilBusy(service, 2);
  const stopped = service.stop(5_000);
  const [first, second] = await Promise.allSettled(queued);
  expect(first).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
  if (second?.status === 'fulfilled') expect(second.value).toEqual({ status: 503, connection: 'close' });
  slow.destroy();
  slow.on('error', () => undefined);
  await stopped;
});

it('waits for work that outlives its request and hears apps meanwhile', async () => {
  const listeners = { public: '127.0.0.1:0', internal: '127.0.0.1:0', apps: '127.0.0.1:0' };
  let finish = () => undefined as void;
  const service = await startFixture({ listeners, drain: () => new Promise((resolve) => (finish = resolve)) });
  const { order } = service.app.get(ShutdownProbe);
  const stopped = service.stop(60_000);
  await untilRefusing(`${urlOf(service)}/health/live`);
  expect(await refuses(`${urlOf(service, 'apps')}/health/live`)).toBe(false);
  expect(order).toEqual([]);
  finish();
  await stopped;
  expect(order).toEqual(['hooks']);
  expect(await refuses(`${urlOf(service, 'apps')}/health/live`)).toBe(true);
});

it('does not wait longer than its grace for work', async () => {
  const service = await startFixture({ drain: () => new Promise(() => undefined) });
  const begin = Date.now();
  await service.stop(200);
  expect(Date.now() - begin).toBeLessThan(5_000);
});

it('cuts what does not end in time', async () => {
  const service = await startFixture();
  const running = refuses(`${urlOf(service)}/echo/slow?ms=20000`);
  await untilBusy(service);
  const begin = Date.now();
  await service.stop(200);
  expect(await running).toBe(true);
  expect(Date.now() - begin).toBeLessThan(5_000);
});

it('starts and stops once, however often it is told', async () => {
  const service = await startFixture();
  const before = service.addresses;
  await service.start();
  expect(service.addresses).toEqual(before);
  await Promise.all([service.stop(100), service.stop(100)]);
  expect(service.app.get(ShutdownProbe).order).toEqual(['hooks']);
});
