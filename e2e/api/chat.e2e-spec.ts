import { randomUUID } from 'node:crypto';
import type { FakeOpenAi } from '@mateship/dev-env';
import { fakeModels } from '../support/models.js';
import { firstAdmin, inviteUser, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { collect, only, textOf } from '../support/streams.js';

describe('chat', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let ben: Person;
  const mates: Record<string, string> = {};

  beforeAll(async () => {
    const { server, config } = await fakeModels(['echo', 'slow:150', 'cut', 'garbage', '500', 'endless-tools', 'chunks:200x5'].map((id) => ({ id })));
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
    for (const model of ['slow:150', 'cut', 'garbage', '500', 'endless-tools', 'chunks:200x5']) {
      const response = await ana.fetch('/v1/admin/mates', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: model, prompt: 'p', model: `fake/${model}` }) });
      mates[model] = ((await response.json()) as { id: string }).id;
    }
  });

  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  const post = (person: Person, path: string, body: unknown) => person.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

  it('streams an answer with ids that count up, and stores what it streamed', async () => {
    const events = await collect(ana.client.chats.stream({ content: 'one two three' }));
    expect(events.map(({ id }) => Number(id))).toEqual(events.map((_event, index) => index + 1));
    expect(events[0]?.event).toBe('message');
    expect(events.at(-1)?.event).toBe('done');
    expect(textOf(events).trim()).toBe('one two three');
    const { chatId, messageId, userMessageId } = only(events, 'message');
    const chat = await ana.client.chats.get(chatId);
    expect(chat.title).toBe('one two three');
    expect(chat.messages.map(({ id, role, state, content }) => [id, role, state, content.trim()])).toEqual([
      [userMessageId, 'user', 'complete', 'one two three'],
      [messageId, 'assistant', 'complete', 'one two three'],
    ]);
    expect(only(events, 'usage')).toMatchObject({ model: 'fake/echo', provider: 'fake', credits: '0' });
  });

  it('answers once with JSON when no stream is asked for', async () => {
    const { chat, message } = await ana.client.chats.send({ content: 'plain answer' });
    expect(message).toMatchObject({ chatId: chat.id, role: 'assistant', state: 'complete' });
    expect(message.content.trim()).toBe('plain answer');
    const stored = await ana.client.chats.get(chat.id);
    expect(stored.messages.at(-1)).toEqual(message);
    expect(stored.updatedAt).toBe(chat.updatedAt);
  });

  it('remembers the conversation for the next question', async () => {
    const first = await ana.client.chats.send({ content: 'remember the number 4711' });
    await ana.client.chats.send({ chatId: first.chat.id, content: 'and now?' });
    const sent = models.requests.at(-1)?.body?.messages.map((message) => [message.role, typeof message.content === 'string' ? message.content.trim() : '']);
    expect(sent).toEqual(expect.arrayContaining([['user', 'remember the number 4711'], ['assistant', 'remember the number 4711'], ['user', 'and now?']]));
  });

  it('keeps an edited message as a branch of its own', async () => {
    const first = await ana.client.chats.send({ content: 'version one' });
    const edited = await ana.client.chats.send({ chatId: first.chat.id, parentId: null, content: 'version two' });
    const { messages } = await ana.client.chats.get(first.chat.id);
    expect(messages.filter(({ parentId }) => parentId === null).map(({ content }) => content)).toEqual(['version one', 'version two']);
    expect(messages.find(({ id }) => id === edited.message.id)?.parentId).toBe(edited.userMessageId);
  });

  it('answers the same message again as a second branch', async () => {
    const first = await ana.client.chats.send({ content: 'say it again' });
    const again = await ana.client.chats.send({ chatId: first.chat.id, parentId: first.userMessageId, content: '', regenerate: true });
    const { messages } = await ana.client.chats.get(first.chat.id);
    expect(messages.filter(({ role }) => role === 'user')).toHaveLength(1);
    expect(messages.filter(({ parentId }) => parentId === first.userMessageId).map(({ id }) => id)).toEqual([first.message.id, again.message.id]);
  });

  it('resumes a stream after the last event that was seen, on any device', async () => {
    const stream = ana.client.chats.stream({ content: 'a b c d e f g h', mateId: mates['slow:150'] });
    const seen = [];
    for await (const event of stream) {
      seen.push(event);
      if (seen.length === 4) break;
    }
    const { messageId } = only(seen, 'message');
    const rest = await collect(ana.client.chats.resume(messageId, { lastEventId: seen.at(-1)!.id }));
    expect(rest[0]?.id).toBe('5');
    expect(textOf([...seen, ...rest]).trim()).toBe('a b c d e f g h');
    const whole = await collect(ana.client.chats.resume(messageId));
    expect(textOf(whole).trim()).toBe('a b c d e f g h');
  });

  it('lets nobody else read a stream', async () => {
    const events = await collect(ana.client.chats.stream({ content: 'mine' }));
    const { messageId } = only(events, 'message');
    const foreign = await ben.fetch(`/v1/chat/stream/${messageId}`);
    const absent = await ben.fetch(`/v1/chat/stream/${randomUUID()}`);
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(await codeOf(foreign)).toBe(await codeOf(absent));
  });

  it('cancels an answer and keeps what was written', async () => {
    const events = [];
    for await (const event of ana.client.chats.stream({ content: 'a b c d e f g h i j k l m n', mateId: mates['slow:150'] })) {
      events.push(event);
      if (events.filter(({ event }) => event === 'delta').length === 2) await ana.client.chats.cancel(only(events, 'message').messageId);
    }
    expect(only(events, 'done').state).toBe('cancelled');
    const chat = await ana.client.chats.get(only(events, 'message').chatId);
    const answer = chat.messages.at(-1);
    expect(answer?.state).toBe('cancelled');
    expect(answer?.content).toBe(textOf(events));
    expect(answer?.content).not.toContain('n');
  });

  it('writes one answer at a time in a chat', async () => {
    const first = await ana.client.chats.send({ content: 'x', mateId: mates['slow:150'] });
    const outcomes = await Promise.all([1, 2, 3].map(() => post(ana, '/v1/chat/message', { chatId: first.chat.id, content: 'a b c d' })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it.each(['cut', 'garbage', '500'])('ends honestly when the provider misbehaves: %s', async (model) => {
    const events = await collect(ana.client.chats.stream({ content: 'hello', mateId: mates[model] }));
    const last = events.at(-1)!;
    if (last.event === 'error') expect(last.data.message).not.toMatch(/at .*\.m?js|http:\/\//);
    else expect(only(events, 'usage').model).not.toBe(`fake/${model}`);
    const chat = await ana.client.chats.get(only(events, 'message').chatId);
    expect(chat.messages.at(-1)?.state).toBe(last.event === 'error' ? 'failed' : 'complete');
  });

  it('ends a model that calls tools without end', async () => {
    const events = await collect(ana.client.chats.stream({ content: 'loop {"query":"backup"}', mateId: mates['endless-tools'] }));
    expect(events.filter(({ event }) => event === 'tool_call')).toHaveLength(12);
    expect(['done', 'error']).toContain(events.at(-1)?.event);
  });

  it('keeps fifty streams apart and loses nothing of any', async () => {
    const texts = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const events = await collect(ana.client.chats.stream({ content: `tag${index}`, mateId: mates['chunks:200x5'] }));
        expect(events.map(({ id }) => Number(id))).toEqual(events.map((_event, place) => place + 1));
        return textOf(events);
      }),
    );
    texts.forEach((text, index) => expect(text).toBe(Array.from({ length: 200 }, (_, chunk) => `tag${index}:${chunk} `).join('')));
  });

  it('pages the list of chats, newest first, without gaps', async () => {
    const carl = await inviteUser(platform, ana);
    for (let index = 0; index < 5; index += 1) await carl.client.chats.send({ content: `chat ${index}` });
    const titles: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await carl.client.chats.list({ limit: 2, cursor });
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(titles).toEqual(['chat 4', 'chat 3', 'chat 2', 'chat 1', 'chat 0']);
  });

  it('deletes a message with its branch, and a chat with everything', async () => {
    const first = await ana.client.chats.send({ content: 'one' });
    const second = await ana.client.chats.send({ chatId: first.chat.id, content: 'two' });
    await ana.client.chats.deleteMessage(first.chat.id, second.userMessageId);
    expect((await ana.client.chats.get(first.chat.id)).messages.map(({ content }) => content.trim())).toEqual(['one', 'one']);
    await ana.client.chats.remove(first.chat.id);
    expect((await ana.fetch(`/v1/chat/${first.chat.id}`)).status).toBe(404);
  });

  it('shows a chat to nobody but its owner', async () => {
    const { chat, message, userMessageId } = await ana.client.chats.send({ content: 'private' });
    const attempts: [string, Response][] = [
      ['read', await ben.fetch(`/v1/chat/${chat.id}`)],
      ['write', await post(ben, '/v1/chat/message', { chatId: chat.id, content: 'x' })],
      ['delete', await post(ben, '/v1/chat/delete', { chatId: chat.id })],
      ['delete message', await post(ben, '/v1/chat/delete_message', { chatId: chat.id, messageId: message.id })],
      ['cancel', await post(ben, '/v1/chat/cancel', { messageId: message.id })],
    ];
    expect(attempts.map(([what, { status }]) => [what, status])).toEqual(attempts.map(([what]) => [what, 404]));
    const other = await ana.client.chats.send({ content: 'another chat' });
    const crossed = await post(ana, '/v1/chat/delete_message', { chatId: other.chat.id, messageId: userMessageId });
    expect(crossed.status).toBe(404);
    expect((await ana.client.chats.get(chat.id)).messages).toHaveLength(2);
  });

  it('refuses a file of somebody else as an attachment', async () => {
    const file = await ben.client.files.upload({ content: new Blob(['secret of ben']), name: 'b.txt' });
    const response = await post(ana, '/v1/chat/message', { content: 'read it', attachments: [file.id] });
    expect([response.status, await codeOf(response)]).toEqual([404, 'NOT_FOUND']);
  });

  it.each([
    ['no words and no file', { content: '   ' }],
    ['an unknown property', { content: 'x', id: randomUUID() }],
    ['an object where an id belongs', { content: 'x', chatId: { $ne: null } }],
    ['a message that is too long', { content: 'x'.repeat(100_001) }],
    ['a lone surrogate', { content: 'x\ud800' }],
    ['too many attachments', { content: 'x', attachments: Array.from({ length: 11 }, () => randomUUID()) }],
  ])('refuses %s', async (_what, body) => {
    const response = await post(ana, '/v1/chat/message', body);
    expect(response.status).toBe(400);
    expect(['VALIDATION_FAILED', 'UNKNOWN_PROPERTY', 'MALFORMED_BODY']).toContain(await codeOf(response));
  });
});
