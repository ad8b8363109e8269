import { DomainError, ErrorBody } from '@mateship/contracts';
import { z } from 'zod';
import { defineSkill, type Skill } from '../src/index.js';
import { AppClient, createTestApp, type TestApp } from '../src/testing/index.js';
import { appOf, codeOf, skillWith } from './fixture-app.js';

const started: TestApp[] = [];
afterEach(async () => {
  for (const app of started.splice(0)) await app.stop();
});

async function start(...skills: Skill[]): Promise<TestApp> {
  const app = await createTestApp(appOf(skills));
  started.push(app);
  return app;
}

it('answers what the skill returns, with defaults filled in', async () => {
  const app = await start(skillWith(async (context, text) => ({ text, user: context.invocation.user })));
  expect(await app.call('run', {})).toEqual({ result: { text: 'none', user: 'user-of-test' } });
});

it.each([
  ['of the wrong type', { text: 5 }, 'VALIDATION_FAILED'],
  ['that is too long', { text: 'x'.repeat(21) }, 'VALIDATION_FAILED'],
  ['with an unknown property', { text: 'a', more: 1 }, 'UNKNOWN_PROPERTY'],
  ['that is a list', [], 'VALIDATION_FAILED'],
])('refuses input %s before the skill sees it', async (_name, input, code) => {
  let ran = false;
  const app = await start(skillWith(async () => (ran = true)));
  expect(await codeOf(app.call('run', input))).toBe(code);
  expect(ran).toBe(false);
});

it.each([
  ['broken JSON', '{"text":'],
  ['no body', ''],
  ['a poisoned prototype', '{"__proto__":{"a":1}}'],
])('answers 400 to %s', async (_name, body) => {
  const app = await start(skillWith(async () => 1));
  const answer = await app.client.raw('run', Buffer.from(body), { signed: true });
  expect([answer.status, ErrorBody.parse(JSON.parse(answer.text)).error.code]).toEqual([400, 'MALFORMED_BODY']);
});

it('answers 502 when the skill returns what it did not promise', async () => {
  const wrong = defineSkill({ id: 'wrong', input: z.object({}), output: z.object({ n: z.number() }), run: async () => ({ n: 'one' as unknown as number }) });
  const app = await start(wrong);
  const answer = await app.client.raw('wrong', Buffer.from('{}'), { signed: true });
  expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([502, 'SKILL_BAD_RESPONSE']);
});

it('lets nothing out that the output does not name', async () => {
  const app = await start(defineSkill({ id: 'a', input: z.object({}), output: z.object({ n: z.number() }), run: async () => ({ n: 1, secret: 2 }) }));
  expect(await app.call('a', {})).toEqual({ n: 1 });
});

it("passes the skill's own error on, and hides any other", async () => {
  const own = skillWith(async () => Promise.reject(new DomainError('PDF_INVALID')), 'own');
  const other = skillWith(async () => Promise.reject(new Error('password is hunter2')), 'other');
  const app = await start(own, other);
  expect(await codeOf(app.call('own', {}))).toBe('PDF_INVALID');
  await expect(app.call('other', {})).rejects.toMatchObject({ code: 'SKILL_FAILED', message: expect.not.stringContaining('hunter2') as string });
});

it('answers 404 for a skill it does not have', async () => {
  const app = await start(skillWith(async () => 1));
  expect(await codeOf(app.call('absent', {}))).toBe('NOT_FOUND');
});

describe('the caller', () => {
  it('must sign', async () => {
    const app = await start(skillWith(async () => 1));
    expect((await app.client.raw('run', Buffer.from('{}'), { signed: false })).status).toBe(401);
  });

  it('must know the secret of this start', async () => {
    const app = await start(skillWith(async () => 1));
    const service = await start(skillWith(async () => 2));
    const listen = (service.client as unknown as { client: { options: { target: string } } }).client.options.target;
    const stranger = new AppClient('fixture', listen, Buffer.alloc(32, 1));
    expect(await codeOf(stranger.call('run', {}))).toBe('CALLER_UNTRUSTED');
    await stranger.close();
    expect(await app.call('run', {})).toEqual({ result: 1 });
  });

  it('learns nothing about skills without a signature', async () => {
    const app = await start(skillWith(async () => 1));
    expect((await app.client.raw('absent', Buffer.from('{}'), { signed: false })).status).toBe(401);
  });
});

describe('time', () => {
  it('ends a call at its deadline, even when the skill does not listen', async () => {
    const app = await start(skillWith(() => new Promise(() => undefined)));
    expect(await codeOf(app.call('run', {}, { deadlineMs: 150 }))).toBe('SKILL_TIMEOUT');
  });

  it('tells the skill by its signal', async () => {
    const reasons: unknown[] = [];
    const app = await start(
      skillWith(({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(reasons.push(signal.reason) && new Error('stopped'))))),
    );
    expect(await codeOf(app.call('run', {}, { deadlineMs: 150 }))).toBe('SKILL_TIMEOUT');
    expect(reasons).toMatchObject([{ code: 'SKILL_TIMEOUT' }]);
  });

  it('does not begin after the deadline', async () => {
    const app = await start(skillWith(() => new Promise(() => undefined)));
    expect(await codeOf(app.call('run', {}, { deadlineMs: -1 }))).toBe('SKILL_TIMEOUT');
  });

  it('aborts the signal when the caller leaves', async () => {
    const left = Promise.withResolvers<unknown>();
    const begun = Promise.withResolvers<void>();
    const app = await start(
      skillWith(({ signal }) => {
        begun.resolve();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(left.resolve(signal.reason))));
      }),
    );
    const leaving = new AbortController();
    const call = codeOf(app.call('run', {}, { signal: leaving.signal }));
    await begun.promise;
    leaving.abort(new Error('gone'));
    expect(await call).toContain('gone');
    expect(await left.promise).toMatchObject({ message: 'The caller left.' });
  });

  it('aborts the signal once the call is over, so nothing runs on behind it', async () => {
    let kept: AbortSignal | undefined;
    const app = await start(skillWith(async ({ signal }) => ((kept = signal), 1)));
    await app.call('run', {});
    expect(kept?.aborted).toBe(true);
  });
});
