import { randomUUID } from 'node:crypto';
import type { Chat, ChatPage, CreditsBalance, FileInfo, Message, SendMessageResponse } from '@mateship/contracts';
import { brokenCreditInvariants } from '@mateship/dev-env';
import type { z } from 'zod';
import { CreditsService } from '../src/credits/credits.service.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;
interface Streamed {
  id: number;
  event: string;
  data: Record<string, unknown>;
}

describe('a chat', () => {
  let gateway: TestGateway;
  let me: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
  });
  afterEach(async () => {
    expect(await brokenCreditInvariants((statement) => gateway.dataSource.query(statement))).toEqual([]);
  });
  afterAll(() => gateway.stop());

  const send = async (content: string, changes: Record<string, unknown> = {}, caller = me) => gateway.json<Sent>('POST', '/v1/chat/message', caller, { content, ...changes });
  const stream = (content: string, changes: Record<string, unknown> = {}) => gateway.fetch('POST', '/v1/chat/message', me, { content, ...changes }, { accept: 'text/event-stream' });
  const resume = (messageId: string, lastEventId?: string, caller = me) => gateway.fetch('GET', `/v1/chat/stream/${messageId}`, caller, undefined, lastEventId === undefined ? {} : { 'last-event-id': lastEventId });
  const load = async (id: string, caller = me) => gateway.json<Chat>('GET', `/v1/chat/${id}`, caller);
  const eventsOf = (text: string): Streamed[] =>
    text.split('\n\n').flatMap((block) => {
      const [, id, event, data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      return event ? [{ id: Number(id), event, data: JSON.parse(data!) as Record<string, unknown> }] : [];
    });
  /** Reads a stream until an event of this name has come; gives what came and the rest of the stream. */
  const readUntil = async (response: Response, name: string) => {
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    let text = '';
    while (!text.includes(`event: ${name}\n`)) text += decoder.decode((await reader.read()).value, { stream: true });
    return { events: eventsOf(text), leave: () => reader.cancel() };
  };
  const balance = async () => (await gateway.json<CreditsBalance>('GET', '/v1/credits', me)).body;

  it('begins with a message and holds the answer', async () => {
    const { status, body } = await send('hello there');
    expect(status).toBe(200);
    expect(body.message).toMatchObject({ role: 'assistant', content: 'hello there ', state: 'complete', parentId: body.userMessageId, usage: { inputTokens: 3, outputTokens: 4, model: 'test/one', credits: '11' } });
    expect((await load(body.chat.id)).body.messages.map(({ role, content }) => [role, content])).toEqual([['user', 'hello there'], ['assistant', 'hello there ']]);
    expect(await balance()).toEqual({ balance: '999999989', reserved: '0', available: '999999989' });
  });

  it('streams numbered events from the first to done', async () => {
    const response = await stream('one two');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(await response.text());
    expect(events.map(({ id, event }) => `${id} ${event}`)).toEqual(['1 message', '2 delta', '3 delta', '4 usage', '5 done']);
    expect(events[4]?.data).toEqual({ messageId: events[0]?.data.messageId, state: 'complete' });
  });

  it('gives a reader that comes back what it missed', async () => {
    const first = eventsOf(await (await stream('one two')).text());
    const messageId = String(first[0]?.data.messageId);
    expect(eventsOf(await (await resume(messageId, '3')).text())).toEqual(first.slice(3));
    expect(eventsOf(await (await resume(messageId)).text())).toEqual(first);
  });

  it('goes on without its reader, and ends when it is cancelled', async () => {
    const { events, leave } = await readUntil(await stream('wait for me'), 'delta');
    await leave();
    const { chatId, messageId } = events[0]!.data as { chatId: string; messageId: string };
    expect((await load(chatId)).body.messages[1]?.state).toBe('streaming');
    expect((await send('me too', { chatId })).code).toBe('CHAT_BUSY');
    const back = resume(messageId);
    expect((await gateway.fetch('POST', '/v1/chat/cancel', me, { messageId })).status).toBe(204);
    expect(eventsOf(await (await back).text()).at(-1)).toMatchObject({ event: 'done', data: { state: 'cancelled' } });
    expect((await load(chatId)).body.messages[1]).toMatchObject({ state: 'cancelled', content: 'wait for me ' });
    expect((await balance()).reserved).toBe('0');
  });

  it('keeps a failure as a message and charges nothing for it', async () => {
    const { status, code, body } = await send('fail');
    expect([status, code]).toEqual([502, 'MODEL_FAILED']);
    const { chatId } = (body as unknown as { error: { details: { chatId: string } } }).error.details;
    expect((await load(chatId)).body.messages[1]).toMatchObject({ state: 'failed', content: '', error: { code: 'MODEL_FAILED', message: 'The model did not answer.' } });
    expect(await balance()).toEqual({ balance: '1000000000', reserved: '0', available: '1000000000' });
  });

  it('refuses what the server does not answer, with its reason', async () => {
    const response = await send('something forbidden');
    expect([response.status, response.code]).toEqual([422, 'MESSAGE_REFUSED']);
    expect(JSON.stringify(response.body)).toContain('Not here.');
  });

  it('grows into branches when a message is edited or answered again', async () => {
    const { body } = await send('first');
    const { id: chatId } = body.chat;
    await send('edited', { chatId, parentId: null });
    const again = await send('', { chatId, parentId: body.userMessageId, regenerate: true });
    expect(again.body.message).toMatchObject({ parentId: body.userMessageId, content: 'first ' });
    const { messages } = (await load(chatId)).body;
    const below = (parentId: string | null) => messages.filter((message: Message) => message.parentId === parentId).map(({ content }) => content);
    expect(below(null)).toEqual(['first', 'edited']);
    expect(below(body.userMessageId)).toEqual(['first ', 'first ']);
  });

  it('is listed with the last one used first', async () => {
    const made = [(await send('one')).body.chat.id, (await send('two')).body.chat.id, (await send('three')).body.chat.id];
    await send('again', { chatId: made[0] });
    const first = await gateway.json<z.infer<typeof ChatPage>>('GET', '/v1/chat?limit=2', me);
    expect(first.body.items.map(({ id }) => id)).toEqual([made[0], made[2]]);
    const next = await gateway.json<z.infer<typeof ChatPage>>('GET', `/v1/chat?limit=2&cursor=${first.body.nextCursor}`, me);
    expect([next.body.items.map(({ id }) => id), next.body.nextCursor]).toEqual([[made[1]], null]);
  });

  it('is nobody else’s: every route answers as if it were not there', async () => {
    const { chat, userMessageId, message } = (await send('mine')).body;
    const stranger = await gateway.caller('admin');
    const asked = (chatId: string, messageId: string): Promise<Response>[] => [
      gateway.fetch('GET', `/v1/chat/${chatId}`, stranger),
      gateway.fetch('POST', '/v1/chat/message', stranger, { content: 'x', chatId }),
      gateway.fetch('POST', '/v1/chat/delete', stranger, { chatId }),
      gateway.fetch('POST', '/v1/chat/delete_message', stranger, { chatId, messageId }),
      gateway.fetch('POST', '/v1/chat/cancel', stranger, { messageId }),
      resume(messageId, undefined, stranger),
    ];
    const plain = async (response: Response) => `${response.status} ${(await response.text()).replace(/"(timestamp|requestId)":"[^"]*"/g, '')}`;
    const foreign = await Promise.all(asked(chat.id, message.id).map(async (response) => plain(await response)));
    const absent = await Promise.all(asked(randomUUID(), randomUUID()).map(async (response) => plain(await response)));
    expect(foreign).toEqual(absent);
    expect(foreign.filter((answer) => !answer.startsWith('404 '))).toEqual([]);
    expect((await load(chat.id)).body.messages.map(({ id }) => id)).toEqual([userMessageId, message.id]);
  });

  it('reaches its own messages alone, not those of another chat of the same person or of somebody else', async () => {
    const [here, there, foreign] = [(await send('here')).body, (await send('there')).body, (await send('foreign', {}, await gateway.caller())).body];
    const chatId = here.chat.id;
    for (const { userMessageId, message } of [there, foreign]) {
      for (const id of [userMessageId, message.id]) {
        const asked = [() => send('below', { chatId, parentId: id }), () => send('', { chatId, parentId: id, regenerate: true }), () => send('new', { parentId: id }), () => gateway.json('POST', '/v1/chat/delete_message', me, { chatId, messageId: id })];
        for (const ask of asked) expect((await ask()).code).toBe('NOT_FOUND');
      }
    }
    expect((await load(chatId)).body.messages.map(({ id }) => id)).toEqual([here.userMessageId, here.message.id]);
    expect((await load(there.chat.id)).body.messages.map(({ id }) => id)).toEqual([there.userMessageId, there.message.id]);
    expect((await balance()).reserved).toBe('0');
  });

  it('takes no file of somebody else along', async () => {
    const other = await gateway.caller();
    const form = new FormData();
    form.append('file', new Blob(['theirs'], { type: 'text/plain' }), 'theirs.txt');
    const upload = await fetch(`${gateway.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${other.token}` }, body: form });
    const { id } = (await upload.json()) as FileInfo;
    const { status, code } = await send('read this', { attachments: [id] });
    expect([status, code]).toEqual([404, 'NOT_FOUND']);
    expect((await gateway.json<z.infer<typeof ChatPage>>('GET', '/v1/chat', me)).body.items).toEqual([]);
  });

  it('lies in the database without a word of it readable', async () => {
    await send('a very particular sentence');
    const rows = await gateway.dataSource.query(`SELECT encode(title, 'escape') AS text FROM chat UNION ALL SELECT encode(body, 'escape') FROM message`);
    expect(JSON.stringify(rows)).not.toMatch(/particular|sentence/);
  });

  it('is gone with its key when it is deleted', async () => {
    const { chat } = (await send('delete me')).body;
    const [{ key_id: keyId }] = await gateway.dataSource.query('SELECT key_id FROM chat WHERE id = $1', [chat.id]);
    expect((await gateway.fetch('POST', '/v1/chat/delete', me, { chatId: chat.id })).status).toBe(204);
    expect(gateway.vault.keyIds).not.toContain(keyId);
    expect((await load(chat.id)).code).toBe('NOT_FOUND');
  });

  it.each([
    ['no text and no file', { content: ' ' }, 400, 'VALIDATION_FAILED'],
    ['a text that is none', { content: 'a\u0000b' }, 400, 'VALIDATION_FAILED'],
    ['half a character', { content: 'a\ud800' }, 400, 'VALIDATION_FAILED'],
    ['an unknown property', { content: 'x', ownerId: randomUUID() }, 400, 'UNKNOWN_PROPERTY'],
    ['a chat that is not there', { content: 'x', chatId: randomUUID() }, 404, 'NOT_FOUND'],
    ['a file that is not there', { content: 'x', attachments: [randomUUID()] }, 404, 'NOT_FOUND'],
    ['a mate that is not there', { content: 'x', mateId: 'nobody' }, 404, 'NOT_FOUND'],
  ])('takes no message with %s, and holds no credits for it', async (_what, body, status, code) => {
    const answer = await gateway.json('POST', '/v1/chat/message', me, body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect((await balance()).reserved).toBe('0');
  });

  it('takes no message that the credits do not cover', async () => {
    await gateway.service.app.get(CreditsService).reserve(me.id, 999_999_000n, 'test', 60);
    expect((await send('hello')).code).toBe('INSUFFICIENT_CREDITS');
  });

  it.each(['x', '1.5', '-1', '99999999999'])('resumes after no event called %j', async (lastEventId) => {
    const { message } = (await send('hello')).body;
    expect((await resume(message.id, lastEventId)).status).toBe(400);
  });
});
