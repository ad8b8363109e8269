import { ApiError, type ReceivedChatEvent } from '@mateship/client';
import type { Chat, Message } from '@mateship/contracts';
import { message } from '../../../test/messages.js';
import { merge, type ChatCache } from './chat-cache.js';
import { LiveAnswers } from './live-answers.js';

type Script = (ReceivedChatEvent | Error)[];

const taken: ReceivedChatEvent = { id: '1', event: 'message', data: { chatId: 'chat', messageId: 'a', userMessageId: 'q', parentId: null, title: 'Title' } };
const delta = (id: number, text: string): ReceivedChatEvent => ({ id: String(id), event: 'delta', data: { text } });
const done = (id: number): ReceivedChatEvent => ({ id: String(id), event: 'done', data: { messageId: 'a', state: 'complete' } });
const refusal = (status: number, code = 'X') => new ApiError({ code, message: code, status, requestId: null, details: {}, retryAfter: null });

/** Plays one script for each connection and notes from where each was resumed. */
class ScriptedChats {
  readonly resumedAfter: (string | undefined)[] = [];
  cancelError: Error | null = null;

  constructor(private readonly scripts: Script[]) {}

  stream = () => this.play();
  resume = (_id: string, options?: { lastEventId?: string }) => {
    this.resumedAfter.push(options?.lastEventId);
    return this.play();
  };
  cancel = async () => {
    if (this.cancelError) throw this.cancelError;
  };

  private async *play(): AsyncGenerator<ReceivedChatEvent> {
    for (const step of this.scripts.shift() ?? []) {
      if (step instanceof Error) throw step;
      yield step;
    }
  }
}

/** A cache that can be looked at, and what the server has stored. */
class MemoryCache implements ChatCache {
  messages: Message[] = [];
  created: Chat | null = null;
  settledTimes = 0;
  constructor(private readonly stored: Message[] = []) {}
  put = (_chatId: string, newer: Message[]) => {
    this.messages = merge(this.messages, newer);
  };
  create = (chat: Chat) => {
    this.created = chat;
  };
  reload = async () => {
    this.messages = this.stored;
    return { id: 'chat', title: '', mateId: '', createdAt: '', updatedAt: '', keyEpoch: 1, intact: true, messages: this.stored };
  };
  settled = () => {
    this.settledTimes += 1;
  };
  get answer() {
    return this.messages.find(({ id }) => id === 'a');
  }
}

function setUp(scripts: Script[], stored: Message[] = []) {
  const chats = new ScriptedChats(scripts);
  const cache = new MemoryCache(stored);
  const answers = new LiveAnswers(chats, cache, () => Promise.resolve());
  return { chats, cache, answers };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
const draft = { request: { content: 'Hi' }, attachments: [] };

describe('LiveAnswers', () => {
  it('makes the chat and both messages known as soon as the server has taken the draft', async () => {
    const { answers, cache } = setUp([[taken, delta(2, 'Hello'), done(3)]]);
    const answer = await answers.send(draft);
    expect(answer).toMatchObject({ id: 'a', parentId: 'q', state: 'streaming' });
    expect(cache.created).toMatchObject({ id: 'chat', title: 'Title' });
    expect(cache.messages.map(({ id, role }) => `${id} ${role}`)).toEqual(['q user', 'a assistant']);
    await settle();
    expect(cache.answer).toMatchObject({ content: 'Hello', state: 'complete' });
    expect(cache.settledTimes).toBe(1);
  });

  it('passes on a refusal before anything is shown', async () => {
    const { answers, cache } = setUp([[refusal(402, 'INSUFFICIENT_CREDITS')]]);
    await expect(answers.send(draft)).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
    expect(cache.messages).toEqual([]);
  });

  it('fails when the connection ends before the message was taken', async () => {
    await expect(setUp([[]]).answers.send(draft)).rejects.toThrow('The connection ended');
  });

  it('resumes after the last event it has seen, and repeats no text', async () => {
    const { answers, cache, chats } = setUp([[taken, delta(2, 'One ')], [new TypeError('line')], [delta(3, 'two'), done(4)]]);
    await answers.send(draft);
    await settle();
    expect(chats.resumedAfter).toEqual(['2', '2']);
    expect(cache.answer).toMatchObject({ content: 'One two', state: 'complete' });
  });

  it('reads a running answer from its start after a reload', async () => {
    const { answers, cache, chats } = setUp([[delta(2, 'Whole'), done(3)]]);
    answers.resume(message('a', { state: 'streaming', content: 'Who' }));
    await settle();
    expect(chats.resumedAfter).toEqual([undefined]);
    expect(cache.answer).toMatchObject({ content: 'Whole', state: 'complete' });
  });

  it('follows an answer once, however often it is asked to', async () => {
    const { answers, chats } = setUp([[delta(2, 'x'), done(3)]]);
    const running = message('a', { state: 'streaming' });
    answers.resume(running);
    answers.resume(running);
    await settle();
    expect(chats.resumedAfter).toHaveLength(1);
  });

  it('takes what is stored when the stream has expired', async () => {
    const { answers, cache } = setUp([[refusal(410, 'STREAM_EXPIRED')]], [message('a', { content: 'Stored', state: 'complete' })]);
    answers.resume(message('a', { state: 'streaming' }));
    await settle();
    expect(cache.answer).toMatchObject({ content: 'Stored', state: 'complete' });
  });

  it('calls an answer interrupted that is said to be running but is not to be had', async () => {
    const { answers, cache } = setUp([[refusal(410, 'STREAM_EXPIRED')]], [message('a', { content: 'Par', state: 'streaming' })]);
    answers.resume(message('a', { state: 'streaming' }));
    await settle();
    expect(cache.answer).toMatchObject({ content: 'Par', state: 'interrupted' });
  });

  it('gives up after many attempts and starts again when asked', async () => {
    const { answers, cache, chats } = setUp([]);
    const running = message('a', { state: 'streaming' });
    answers.resume(running);
    await settle();
    expect(answers.connection('a')).toBe('lost');
    const before = chats.resumedAfter.length;
    answers.resume(running);
    await settle();
    expect(chats.resumedAfter.length).toBeGreaterThan(before);
    expect(cache.answer).toBeUndefined();
  });

  it('keeps trying while the server is restarting', async () => {
    const { answers, cache } = setUp([[refusal(503)], [refusal(503)], [delta(2, 'Back'), done(3)]]);
    answers.resume(message('a', { state: 'streaming' }));
    await settle();
    expect(cache.answer?.content).toBe('Back');
  });

  it('knows a running answer better than the server', async () => {
    const { answers } = setUp([[taken, delta(2, 'Fresh')]]);
    await answers.send(draft);
    const chat = { id: 'chat', title: '', mateId: '', createdAt: '', updatedAt: '', keyEpoch: 1, intact: true, messages: [message('a', { content: '' }), message('other')] };
    expect(answers.reconcile(chat).messages.map(({ id, state }) => `${id} ${state}`)).toEqual(['a streaming', 'other complete']);
    answers.stop();
    expect(answers.reconcile(chat)).toEqual(chat);
  });

  it('tells its listeners when the line drops and when words come again, not for each word', async () => {
    const { answers, cache } = setUp([[taken, delta(2, 'One '), delta(3, 'two '), new TypeError('line')], [delta(4, 'three '), delta(5, 'four'), done(6)]]);
    const seen: (string | null)[] = [];
    answers.subscribe(() => seen.push(answers.connection('a')));
    await answers.send(draft);
    await settle();
    expect(seen).toEqual(['open', 'reconnecting', 'open', null]);
    expect(cache.answer?.content).toBe('One two three four');
  });

  it('tells nobody who has left', async () => {
    const { answers } = setUp([[taken, done(2)]]);
    const listener = jest.fn();
    answers.subscribe(listener)();
    await answers.send(draft);
    await settle();
    expect(listener).not.toHaveBeenCalled();
  });

  it('shows an answer that could not be finished, with its reason, and lets go of it', async () => {
    const { answers, cache } = setUp([[taken, delta(2, 'Half'), { id: '3', event: 'error', data: { code: 'SKILL_TIMEOUT', message: 'Too slow.' } }]]);
    await answers.send(draft);
    await settle();
    expect(cache.answer).toMatchObject({ content: 'Half', state: 'failed', error: { code: 'SKILL_TIMEOUT' } });
    expect([answers.connection('a'), cache.settledTimes]).toEqual([null, 1]);
  });

  it('lets go of every stream when the person signs out, and takes nothing more from it', async () => {
    const { answers, cache, chats } = setUp([[taken, delta(2, 'One'), new TypeError('line')], [delta(3, ' two'), done(4)]]);
    await answers.send(draft);
    answers.stop();
    await settle();
    expect(cache.answer).toMatchObject({ content: '', state: 'streaming' });
    expect([answers.connection('a'), chats.resumedAfter, cache.settledTimes]).toEqual([null, [], 0]);
  });

  it('cancels an answer that has ended meanwhile without complaint, and complains about the rest', async () => {
    const { answers, chats } = setUp([]);
    chats.cancelError = refusal(404);
    await expect(answers.cancel('a')).resolves.toBeUndefined();
    chats.cancelError = refusal(500);
    await expect(answers.cancel('a')).rejects.toMatchObject({ status: 500 });
  });
});
