import { randomInt, randomUUID } from 'node:crypto';
import type { Chat, Message, SendMessageResponse } from '@mateship/contracts';
import type { z } from 'zod';
import { AnswerStore } from '../src/chat/answer-store.js';
import { ChatCipher } from '../src/chat/chat-cipher.js';
import { EMPTY_BODY } from '../src/chat/chat.types.js';
import { DataKeys } from '../src/keys/data-keys.js';
import { TestGateway, type Caller } from './support/gateway.js';
import { seeded } from './support/seeded.js';

type Sent = z.infer<typeof SendMessageResponse>;
type Answer = { status: number; code: string | undefined };

const CHATS = 6;
const STEPS = 25;

describe('a chat that its owner changes', () => {
  let gateway: TestGateway;
  let me: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
  });
  afterAll(() => gateway.stop());

  const send = (body: Record<string, unknown>) => gateway.json<Sent>('POST', '/v1/chat/message', me, { content: 'hello', ...body });
  const load = (chatId: string) => gateway.json<Chat>('GET', `/v1/chat/${chatId}`, me);
  const remove = (chatId: string, messageId: string) => gateway.json('POST', '/v1/chat/delete_message', me, { chatId, messageId });
  const begin = async () => (await send({ content: 'first' })).body.chat.id;
  /** What every operation of an owner may answer, alone or beside others. */
  const isFine = ({ status, code }: Answer) => (status < 300 ? true : ['CHAT_BUSY', 'NOT_FOUND', 'MODEL_FAILED'].includes(code ?? ''));

  /** Begins an answer that never ends by itself, and leaves it. */
  const startWaiting = async (chatId: string): Promise<string> => {
    const response = await gateway.fetch('POST', '/v1/chat/message', me, { content: 'wait', chatId }, { accept: 'text/event-stream' });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: delta')) text += (await reader.read()).value ?? '';
    await reader.cancel();
    return /"messageId":"([^"]+)"/.exec(text)![1]!;
  };

  const keyOf = async (chatId: string) => {
    const [row] = await gateway.dataSource.query<{ key_id: string; key_epoch: number }[]>('SELECT key_id, key_epoch FROM chat WHERE id = $1', [chatId]);
    return { keyId: row!.key_id, epoch: row!.key_epoch };
  };

  /** A question and its answer as the release before chains stored them. */
  const anOldChat = async () => {
    const cipher = gateway.service.app.get(ChatCipher);
    const [chatId, ...ids] = [randomUUID(), randomUUID(), randomUUID()];
    const chat = { id: chatId, ownerId: me.id, key: await cipher.createKey(me.id, chatId) };
    const columns = [chatId, me.id, chat.key.keyId, chat.key.epoch, await cipher.sealTitle(chat, 'Old')];
    await gateway.dataSource.query(`INSERT INTO chat (id, owner_id, mate_id, key_id, key_epoch, title) VALUES ($1, $2, 'mateship', $3, $4, $5)`, columns);
    for (const [index, id] of ids.entries()) {
      const place = { id, role: index === 0 ? ('user' as const) : ('assistant' as const), revision: index, place: null };
      const row = [id, chatId, index === 0 ? null : ids[0], place.role, index, await cipher.sealBody(chat, place, { ...EMPTY_BODY, content: `old ${index}` })];
      await gateway.dataSource.query(`INSERT INTO message (id, chat_id, parent_id, role, state, revision, body) VALUES ($1, $2, $3, $4, 'complete', $5, $6)`, row);
    }
    return { chatId, ids };
  };

  const steps: Record<string, (chatId: string, messages: Message[], pick: <T>(items: readonly T[]) => T | undefined) => Promise<Answer>> = {
    'go on': (chatId) => send({ chatId }),
    'edit': (chatId, messages, pick) => send({ chatId, parentId: pick(messages.filter(({ role }) => role === 'user'))?.parentId ?? null }),
    'branch off': (chatId, messages, pick) => send({ chatId, parentId: pick(messages.filter(({ role }) => role === 'assistant'))?.id ?? null }),
    'answer again': async (chatId, messages, pick) => {
      const parentId = pick(messages.filter(({ role, content }) => role === 'user' && content !== 'wait'))?.id;
      return parentId ? send({ chatId, parentId, regenerate: true, content: '' }) : send({ chatId });
    },
    'fail': (chatId) => send({ chatId, content: 'fail' }),
    'delete': async (chatId, messages, pick) => {
      const id = pick(messages)?.id;
      return id ? remove(chatId, id) : send({ chatId });
    },
    'cancel': async (chatId) => gateway.json('POST', '/v1/chat/cancel', me, { messageId: await startWaiting(chatId) }),
    'delete what is written': async (chatId) => remove(chatId, await startWaiting(chatId)),
    'take another key': (chatId) => gateway.json('POST', '/v1/chat/rekey', me, { chatId }),
    'forget keys': async (chatId) => {
      gateway.service.app.get(DataKeys).onModuleDestroy();
      return load(chatId);
    },
  };

  it('is whole after whatever it went through', async () => {
    const seed = randomInt(2 ** 31);
    for (let chat = 0; chat < CHATS; chat += 1) {
      const random = seeded(seed + chat);
      const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
      const chatId = await begin();
      const trail: string[] = [`seed ${seed + chat}`];
      for (let step = 0; step < STEPS; step += 1) {
        const name = pick(Object.keys(steps))!;
        trail.push(name);
        const { messages } = (await load(chatId)).body;
        const answer = await steps[name]!(chatId, messages, pick);
        const { status } = await load(chatId);
        expect([trail, isFine(answer), status]).toEqual([trail, true, 200]);
      }
    }
  });

  it('is whole for every one of several who read and write at once', async () => {
    const chatId = await begin();
    await send({ chatId });
    const writer = async (): Promise<Answer[]> => {
      const answers: Answer[] = [];
      for (let round = 0; round < 8; round += 1) {
        answers.push(await send({ chatId, parentId: null }));
        const { messages } = (await load(chatId)).body;
        if (round % 3 === 2) answers.push(await remove(chatId, messages[0]?.id ?? chatId));
      }
      return answers;
    };
    const reader = async (): Promise<Answer[]> => {
      const answers: Answer[] = [];
      for (let round = 0; round < 30; round += 1) answers.push(await load(chatId));
      return answers;
    };
    const answers = (await Promise.all([writer(), writer(), reader(), reader()])).flat();
    expect(answers.filter((answer) => !isFine(answer))).toEqual([]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(60);
    expect((await load(chatId)).status).toBe(200);
  });

  it('is whole when an end of an answer was rolled back', async () => {
    const chatId = await begin();
    const messageId = await startWaiting(chatId);
    const store = gateway.service.app.get(AnswerStore);
    const chats = await gateway.dataSource.query<Record<string, unknown>[]>('SELECT head_version FROM chat WHERE id = $1', [chatId]);
    const chat = { id: chatId, ownerId: me.id, key: await keyOf(chatId) } as never;
    const body = { content: 'x', attachments: [], citations: [], steps: [], usage: null, error: null };
    const used = { amount: 1n, model: null, inputTokens: 1, outputTokens: 1 };
    // A hold whose id is none makes the settlement fail, after message and head were written.
    const prepared = { ownerId: me.id, hold: { id: 'no id', amount: 1n } } as never;
    await expect(store.finish(chat, messageId, prepared, { state: 'complete', body, used })).rejects.toThrow();
    expect(await gateway.dataSource.query('SELECT head_version FROM chat WHERE id = $1', [chatId])).toEqual(chats);
    expect((await load(chatId)).status).toBe(200);
    await gateway.json('POST', '/v1/chat/cancel', me, { messageId });
    expect((await load(chatId)).body.messages.at(-1)?.state).toBe('cancelled');
  });

  it('is whole when the connection to the database broke in the middle of a change', async () => {
    const chatId = await begin();
    for (let round = 0; round < 12; round += 1) {
      const sent = send({ chatId, parentId: null });
      await gateway.dataSource.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`);
      await sent;
      expect((await load(chatId)).code).not.toBe('CHAT_CHAIN_BROKEN');
    }
    let answer = await load(chatId);
    while (answer.status === 503) answer = await load(chatId);
    expect(answer.status).toBe(200);
  });

  it('gets its chain with the next message when an earlier release has written it', async () => {
    const { chatId, ids } = await anOldChat();
    expect((await load(chatId)).body).toMatchObject({ intact: true });
    expect((await send({ chatId })).status).toBe(200);
    expect((await load(chatId)).body.messages.map(({ id }) => id).slice(0, 2)).toEqual(ids);
    await gateway.dataSource.query('DELETE FROM message WHERE id = $1', [ids[1]]);
    expect((await load(chatId)).code).toBe('CHAT_CHAIN_BROKEN');
  });

  it('that an earlier release has written can lose a message before it has a chain', async () => {
    const { chatId, ids } = await anOldChat();
    expect((await remove(chatId, ids[1]!)).status).toBe(204);
    expect((await load(chatId)).body.messages.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await send({ chatId, parentId: ids[0] })).status).toBe(200);
    expect((await load(chatId)).status).toBe(200);
  });
});
