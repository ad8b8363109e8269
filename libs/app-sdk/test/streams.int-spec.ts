import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@mateship/contracts';
import type { Skill } from '../src/index.js';
import { createTestApp, type StreamEvent, type TestApp } from '../src/testing/index.js';
import { appOf, codeOf, streamWith } from './fixture-app.js';

const started: TestApp[] = [];
afterEach(async () => {
  for (const app of started.splice(0)) await app.stop();
});

async function start(skill: Skill): Promise<TestApp> {
  const app = await createTestApp(appOf([skill]));
  started.push(app);
  return app;
}

async function all(stream: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const delta = (text: string) => ({ event: 'delta', data: { text } });

it('sends each event as it comes', async () => {
  const gate = Promise.withResolvers<void>();
  const app = await start(
    streamWith(async function* () {
      yield delta('a\n\nevent: x');
      await gate.promise;
      yield { event: 'done', data: {} };
    }),
  );
  const stream = app.stream('events', {});
  expect((await stream.next()).value).toEqual(delta('a\n\nevent: x'));
  gate.resolve();
  expect((await stream.next()).value).toEqual({ event: 'done', data: {} });
  expect((await stream.next()).done).toBe(true);
});

it('says that it streams and must not be stored', async () => {
  const app = await start(streamWith(async function* () { yield delta('a'); }));
  const answer = await app.client.raw('events', Buffer.from('{}'), { signed: true });
  expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([200, 'text/event-stream; charset=utf-8', 'no-store']);
  expect(answer.text).toBe('event: delta\ndata: {"text":"a"}\n\n');
});

it('ends well without a single event', async () => {
  const app = await start(streamWith(async function* () {}));
  expect(await all(app.stream('events', {}))).toEqual([]);
});

it('answers an error of its own status when the skill fails before its first event', async () => {
  const app = await start(streamWith(async function* () { yield await Promise.reject(new DomainError('MODEL_FAILED')); }));
  expect(await codeOf(all(app.stream('events', {})))).toBe('MODEL_FAILED');
});

it.each([
  ['fails', async function* () { yield delta('a'); throw new DomainError('MODEL_FAILED'); }, 'MODEL_FAILED'],
  ['fails unexpectedly', async function* () { yield delta('a'); throw new Error('hunter2'); }, 'SKILL_FAILED'],
  ['sends an unknown event', async function* () { yield delta('a'); yield { event: 'toString', data: {} }; }, 'SKILL_BAD_RESPONSE'],
  ['sends data of the wrong shape', async function* () { yield delta('a'); yield { event: 'delta', data: { text: 5 } }; }, 'SKILL_BAD_RESPONSE'],
])('ends with an error event when the skill %s later', async (_name, run, code) => {
  const app = await start(streamWith(run));
  const events = await all(app.stream('events', {}));
  expect(events).toEqual([delta('a'), { event: 'error', data: { code, message: expect.not.stringContaining('hunter2') as string } }]);
});

it('ends with an error event at the deadline', async () => {
  const app = await start(streamWith(async function* () { yield delta('a'); await new Promise(() => undefined); }));
  const events = await all(app.stream('events', {}, { deadlineMs: 300 }));
  expect(events.at(-1)).toMatchObject({ event: 'error', data: { code: 'SKILL_TIMEOUT' } });
});

it('stops the skill when the caller leaves', async () => {
  const stopped = Promise.withResolvers<boolean>();
  const app = await start(
    streamWith(async function* ({ signal }) {
      try {
        for (let n = 0; ; n++) {
          yield delta(String(n));
          await sleep(5, undefined, { signal });
        }
      } finally {
        stopped.resolve(signal.aborted);
      }
    }),
  );
  for await (const event of app.stream('events', {})) if (event.event === 'delta') break;
  expect(await stopped.promise).toBe(true);
});

it('lets the skill run ahead of a slow reader only so far', async () => {
  let sent = 0;
  const piece = 'x'.repeat(64 * 1024);
  const app = await start(
    streamWith(async function* () {
      for (; sent < 2_000; sent++) yield delta(piece);
    }),
  );
  const body = await app.client.open('events', {});
  await sleep(500);
  const ahead = sent;
  await sleep(300);
  expect(sent).toBe(ahead);
  expect(sent).toBeLessThan(200);
  body.on('error', () => undefined).destroy();
});

it('lets a fast reader have everything, in order', async () => {
  const app = await start(
    streamWith(async function* () {
      for (let n = 0; n < 5_000; n++) yield delta(`${n} äöü€😀`);
    }),
  );
  const events = await all(app.stream('events', {}));
  expect(events.map((event) => (event.data as { text: string }).text)).toEqual(Array.from({ length: 5_000 }, (_, n) => `${n} äöü€😀`));
});
