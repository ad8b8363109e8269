import { Readable } from 'node:stream';
import { DomainError, MAX_FILE_BYTES } from '@mateship/contracts';
import type { SkillContext } from '../src/index.js';
import { createTestApp, envelopeWith, type TestApp, type TestAppOptions } from '../src/testing/index.js';
import { appOf, codeOf, skillWith } from './fixture-app.js';

const started: TestApp[] = [];
afterEach(async () => {
  for (const app of started.splice(0)) await app.stop();
});

async function runIn(run: (context: SkillContext) => Promise<unknown>, options: TestAppOptions = {}, call = {}): Promise<{ app: TestApp; result: Promise<unknown> }> {
  const app = await createTestApp(appOf([skillWith(run)], { secrets: ['api'], storage: true }), options);
  started.push(app);
  return { app, result: app.call('run', {}, call).then((answer) => (answer as { result: unknown }).result) };
}

const files = { f1: { name: 'Bericht ä.pdf', mime: 'application/pdf', bytes: Buffer.from('content') } };

it('streams a file with its name, type and size', async () => {
  const { result } = await runIn(
    async (context) => {
      const { body, ...about } = await context.files.open('f1');
      const text = (await body.toArray()).join('');
      return { ...about, text };
    },
    { files },
  );
  expect(await result).toEqual({ name: 'Bericht ä.pdf', mime: 'application/pdf', size: 7, text: 'content' });
});

it('reads a whole file up to a limit', async () => {
  const { result } = await runIn(async (context) => (await context.files.bytes('f1', 7)).toString(), { files });
  expect(await result).toBe('content');
  const tooSmall = await runIn((context) => context.files.bytes('f1', 6), { files });
  expect(await codeOf(tooSmall.result)).toBe('PAYLOAD_TOO_LARGE');
});

it.each(['absent', '../skills/a/b', 'a?b=c', ''])('finds no file "%s"', async (id) => {
  const { result } = await runIn((context) => context.files.open(id), { files });
  expect(await codeOf(result)).toBe('NOT_FOUND');
});

it.each([
  ['bytes', Buffer.from('png')],
  ['a stream', Readable.from([Buffer.from('p'), Buffer.from('ng')])],
])('saves a file from %s', async (_name, body) => {
  const { app, result } = await runIn(async (context) => (await context.files.save({ name: 'Seite 1.png', mime: 'image/png', body })).id);
  expect(app.gateway.files.get((await result) as string)).toMatchObject({ name: 'Seite 1.png', bytes: Buffer.from('png') });
});

it('does not send what is too large to be stored', async () => {
  const { result } = await runIn((context) => context.files.save({ name: 'a', mime: 'text/plain', body: Buffer.alloc(MAX_FILE_BYTES + 1) }));
  expect(await codeOf(result)).toBe('PAYLOAD_TOO_LARGE');
});

it('calls another skill and gets its answer or its error', async () => {
  const skills = { 'pdf/extract': (input: unknown) => ({ got: input }), 'pdf/screenshot': () => { throw new DomainError('PDF_ENCRYPTED'); } };
  const { app, result } = await runIn((context) => context.skills.call('pdf', 'extract', { a: 1 }), { skills });
  expect(await result).toEqual({ got: { a: 1 } });
  expect(app.gateway.calls).toEqual([{ app: 'pdf', skill: 'extract', input: { a: 1 } }]);
  const failing = await runIn((context) => context.skills.call('pdf', 'screenshot', {}), { skills });
  expect(await codeOf(failing.result)).toBe('PDF_ENCRYPTED');
});

it.each([
  ['web', 'search'],
  ['..', 'files'],
  ['a/b', 'c'],
])('may not call %s/%s', async (app, skill) => {
  const { result } = await runIn((context) => context.skills.call(app, skill, {}));
  expect(await codeOf(result)).toBe('TOOL_DENIED');
});

it('calls back under the token of its own call only', async () => {
  const { result } = await runIn((context) => context.files.open('f1'), { files }, { job: 'another' });
  expect(await codeOf(result)).toBe('CALLER_UNTRUSTED');
});

it('gives up call-backs when the call ends', async () => {
  let late: Promise<string> | undefined;
  const { result } = await runIn(
    async (context) => {
      late = codeOf(new Promise((resolve, reject) => setTimeout(() => context.files.open('f1').then(resolve, reject), 100)));
      return 1;
    },
    { files },
  );
  await result;
  expect(await late).toBe('SKILL_FAILED');
});

it('reads a secret that is set, and none that is not', async () => {
  const { result } = await runIn((context) => context.secret('api'), { secrets: { api: 'sk-1\n' } });
  expect(await result).toBe('sk-1');
  const unset = await runIn((context) => context.secret('api'));
  expect(await unset.result).toBeNull();
});

it('reads no secret that its manifest does not declare', async () => {
  const { result } = await runIn((context) => context.secret('../identity'));
  expect(await codeOf(result)).toBe('SKILL_FAILED');
});

it('has a folder of its own when its manifest asks for storage', async () => {
  const { app, result } = await runIn(async (context) => context.dataFolder);
  expect(await result).toBe(app.dataFolder);
  const without = await createTestApp(appOf([skillWith(async (context) => context.dataFolder)]));
  started.push(without);
  expect(await without.call('run', {})).toEqual({ result: null });
});

it('starts before the first call and stops after the last', async () => {
  const order: string[] = [];
  const skill = skillWith(async () => order.push('call'));
  const app = await createTestApp(appOf([skill], {}, { start: () => void order.push('start'), stop: () => void order.push('stop') }));
  await app.call('run', {});
  await app.stop();
  expect(order).toEqual(['start', 'call', 'stop']);
});

describe('envelopes', () => {
  const sealed = Buffer.from('sealed').toString('base64');
  const prompt = { kind: 'prompt' as const, promptId: '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a', version: 1, name: 'n', text: 'Hello', from: 'user:0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a' };

  it('open once, and are answered to the user of the call', async () => {
    const app = await createTestApp(
      appOf([
        skillWith(async ({ envelopes }) => {
          const { address, content } = await envelopes.open(sealed);
          return envelopes.reply({ text: `re: ${content.kind === 'prompt' ? content.text : ''}`, model: null, replyTo: address.id });
        }),
      ]),
    );
    started.push(app);
    const opened = envelopeWith(prompt);
    app.gateway.envelopes.set(sealed, opened);
    const { result } = (await app.call('run', {})) as { result: string };
    expect(app.gateway.envelopes.get(result)?.content).toEqual({ kind: 'answer', text: 're: Hello', model: null, replyTo: opened.address.id });
    expect(await codeOf(app.call('run', {}))).toBe('DECRYPTION_FAILED');
  });
});
