import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AiChatEvent, AiChatInput, Invocation } from '@mateship/contracts';
import { AiChatClient } from '../src/chat/ai-chat.client.js';
import { AppDouble, aManifest, anError, events, json } from './support/app-double.js';

const INPUT: AiChatInput = { model: null, messages: [{ role: 'user', content: 'hi', attachments: [] }], skills: [], budget: { calls: 1, tokens: 10, milliseconds: 1000 } };
const FINISH = ['finish', { reason: 'stop' }] as const;
const delta = (text: string) => ['delta', { text }] as const;

describe('the client of ai/chat', () => {
  let app: AppDouble;
  let client: AiChatClient;

  beforeEach(async () => {
    const tools = [{ id: 'extract', description: 'Reads.', examples: ['read it'], hints: { destructive: true } }, { id: 'hidden', tool: false }, { id: 'live', streaming: true }];
    app = await AppDouble.start([aManifest('ai', [{ id: 'chat', streaming: true }, { id: 'models' }]), aManifest('pdf', tools)]);
    client = new AiChatClient(app.calls, app.catalogue);
  });
  afterEach(() => app.shutdown());

  const open = (signal: AbortSignal = new AbortController().signal) => client.open({ input: INPUT, userId: randomUUID(), chatId: null, files: [], signal });
  const ask = async (signal?: AbortSignal, taken: AiChatEvent[] = []) => {
    const answer = await open(signal);
    await answer.read((event) => void taken.push(event));
    return taken;
  };
  const expectFailure = (asked: Promise<unknown>) => expect(asked).rejects;

  it('gives the events of an answer in order', async () => {
    app.does(events(delta('Hel'), delta('lo'), FINISH));
    expect(await ask()).toEqual([{ event: 'delta', data: { text: 'Hel' } }, { event: 'delta', data: { text: 'lo' } }, { event: 'finish', data: { reason: 'stop' } }]);
  });

  it('drops names it does not know and fields it does not know', async () => {
    app.does(events(['surprise', { a: 1 }], ['toString', {}], ['delta', { text: 'x', html: '<b>' }], ': a comment\n\n', FINISH));
    expect((await ask())[0]).toEqual({ event: 'delta', data: { text: 'x' } });
  });

  it.each([
    ['data of another shape', ['delta', { text: 5 }] as const],
    ['data that is no JSON', 'event: delta\ndata: {"text":\n\n'],
    ['no data at all', 'event: delta\ndata:\n\n'],
    ['an unknown end', ['finish', { reason: 'bored' }] as const],
  ])('refuses an answer with %s', async (_what, event) => {
    app.does(events(event, FINISH));
    await expectFailure(ask()).toMatchObject({ code: 'SKILL_BAD_RESPONSE' });
  });

  it.each([
    ['nothing', []],
    ['text without an end', [delta('Hel')]],
    ['an event that was cut', [delta('Hel'), 'event: finish\ndata: {"rea']],
    ['more after the end', [FINISH, delta('and another thing')]],
  ])('says that an answer broke off when it holds %s', async (_what, list) => {
    app.does(events(...list));
    await expectFailure(ask()).toMatchObject({ code: 'SKILL_BAD_RESPONSE', message: 'The answer broke off. Try again.' });
  });

  it('gives what arrived before the connection was lost', async () => {
    app.does((_input, response) => {
      response.writeHead(200).write('event: delta\ndata: {"text":"Hel"}\n\n', () => setTimeout(() => response.destroy(), 20));
    });
    const taken: AiChatEvent[] = [];
    await expectFailure(ask(undefined, taken)).toThrow();
    expect(taken).toEqual([{ event: 'delta', data: { text: 'Hel' } }]);
  });

  it('says so when the connection was lost, or the answer given up, before anybody read', async () => {
    const lost = Promise.withResolvers<void>();
    app.does((_input, response) => {
      response.on('close', () => setTimeout(lost.resolve, 20));
      response.writeHead(200).write('event: delta\ndata: {"text":"Hel"}\n\n', () => setTimeout(() => response.destroy(), 20));
    });
    const broken = await open();
    await lost.promise;
    await expectFailure(broken.read(() => undefined)).toThrow();
    app.does(events(delta('x'), FINISH));
    const givenUp = await open();
    givenUp.giveUp();
    await sleep(20);
    await expectFailure(givenUp.read(() => undefined)).toThrow();
  });

  it('takes an error event as the end, with its code when it is ours', async () => {
    app.does(events(delta('x'), ['error', { code: 'TOOL_BUDGET', message: 'Too many steps.' }], FINISH));
    await expectFailure(ask()).toMatchObject({ code: 'TOOL_BUDGET', message: 'Too many steps.' });
  });

  it('tells nobody what an unknown error of a provider said', async () => {
    app.does(events(['error', { code: 'invalid_api_key', message: 'Incorrect API key provided: sk-secret' }]));
    const { message } = await ask().catch((error: Error) => error) as Error;
    expect(message).toBe('The model provider could not answer.');
  });

  it.each([
    [503, anError('MODEL_FAILED'), 'MODEL_FAILED'],
    [500, anError('INTERNAL_ERROR'), 'SKILL_FAILED'],
    [401, anError('CALLER_UNTRUSTED'), 'SKILL_FAILED'],
    [500, anError('__proto__'), 'SKILL_BAD_RESPONSE'],
    [502, 'Bad gateway', 'SKILL_BAD_RESPONSE'],
    [404, null, 'SKILL_BAD_RESPONSE'],
  ])('turns an answer of status %i with %j into %s', async (status, body, code) => {
    app.does(json(body, status));
    await expectFailure(ask()).toMatchObject({ code });
  });

  it('gives the app back whatever happened', async () => {
    for (const behave of [events(FINISH), events(['delta', {}]), json(anError('MODEL_FAILED'), 502)]) {
      app.does(behave);
      await ask().catch(() => undefined);
      expect(app.held).toBe(0);
    }
  });

  it('gives the app back when nobody reads the answer', async () => {
    app.does(events(delta('x'), FINISH));
    const answer = await open();
    expect(app.held).toBe(1);
    answer.giveUp();
    expect(app.held).toBe(0);
  });

  it('stops when the caller does', async () => {
    const leaving = new AbortController();
    let closed: Promise<void> | undefined;
    app.does((_input, response) => {
      closed = new Promise((resolve) => response.on('close', resolve));
      response.writeHead(200).write('event: delta\ndata: {"text":"x"}\n\n');
      setTimeout(() => leaving.abort(), 20);
    });
    await expectFailure(ask(leaving.signal)).toMatchObject({ name: 'AbortError' });
    await closed;
    expect(app.held).toBe(0);
  });

  it('sends the input, and a pseudonym in the place of the user', async () => {
    let seen: { input: unknown; invocation: Invocation } | undefined;
    app.does((input, response, invocation) => {
      seen = { input, invocation };
      events(FINISH)(input, response, invocation);
    });
    const userId = randomUUID();
    const answer = await client.open({ input: INPUT, userId, chatId: 'chat', files: [], signal: new AbortController().signal });
    await answer.read(() => undefined);
    expect(seen?.input).toEqual(INPUT);
    expect(seen?.invocation.chatId).toBe('chat');
    expect(JSON.stringify(seen)).not.toContain(userId);
  });

  it('lets the app call back for what needs nobody’s approval, and for nothing else', async () => {
    const asked = jest.spyOn(app.calls, 'open');
    app.does(events(FINISH));
    const skills = ['read', 'wipe'].map((skill) => ({ ...client.skills()[0]!, skill, destructive: skill === 'wipe' }));
    const answer = await client.open({ input: { ...INPUT, skills }, userId: randomUUID(), chatId: 'chat', files: [], signal: new AbortController().signal });
    await answer.read(() => undefined);
    expect([...(asked.mock.calls[0]?.[0].skills ?? [])]).toEqual(['pdf/read']);
    asked.mockRestore();
  });

  it('offers as tools what other apps mean as tools and answer at once', () => {
    const input = { type: 'object' };
    expect(client.skills()).toEqual([{ app: 'pdf', skill: 'extract', title: 'extract', description: 'Reads.', input, destructive: true, examples: ['read it'] }]);
  });
});
