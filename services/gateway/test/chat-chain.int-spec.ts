import { randomUUID } from 'node:crypto';
import type { Chat, SendMessageResponse } from '@mateship/contracts';
import { Metrics } from '@mateship/service-kit';
import type { z } from 'zod';
import { DataKeys } from '../src/keys/data-keys.js';
import { KeyAnchors } from '../src/keys/key-anchors.js';
import { TestGateway, type Caller } from './support/gateway.js';
import { snapshotOf, type Snapshot } from './support/chat-snapshot.js';

type Sent = z.infer<typeof SendMessageResponse>;

describe('a chat that somebody changes in the database', () => {
  let gateway: TestGateway;
  let me: Caller;
  let chatId: string;
  let snapshot: Snapshot;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
    chatId = await aChat('one', 'two', 'three');
    snapshot = await snapshotOf(gateway.dataSource, chatId);
  });
  afterAll(() => gateway.stop());

  const send = async (content: string, changes: Record<string, unknown> = {}) => gateway.json<Sent>('POST', '/v1/chat/message', me, { content, ...changes });
  const aChat = async (first: string, ...rest: string[]) => {
    const { id } = (await send(first)).body.chat;
    for (const content of rest) await send(content, { chatId: id });
    return id;
  };
  const load = (id = chatId, query = '') => gateway.json<Chat>('GET', `/v1/chat/${id}${query}`, me);
  const sql = (statement: string, ...parameters: unknown[]) => gateway.dataSource.query<Record<string, unknown>[]>(statement, parameters);
  const idsOf = async (id = chatId) => (await sql('SELECT id FROM message WHERE chat_id = $1 ORDER BY place', id)).map((row) => row.id as string);
  const isBroken = async (id = chatId) => {
    const answers = [await load(id), await send('more', { chatId: id })];
    return answers.every(({ status, code }) => status === 409 && code === 'CHAT_CHAIN_BROKEN');
  };
  const alarms = async () => {
    const text = await gateway.service.app.get(Metrics).registry.metrics();
    return Number(/^chat_chain_broken_total(?:\{[^}]*\})? (\d+)$/m.exec(text)?.[1] ?? 0);
  };

  it('is whole before anybody does', async () => {
    expect((await load()).body).toMatchObject({ intact: true });
    expect((await load()).body.messages.map(({ content }) => content)).toEqual(['one', 'one ', 'two', 'two ', 'three', 'three ']);
  });

  it.each([['last', 5], ['last exchange of the', 4], ['middle', 2], ['first', 0]])('is broken without its %s message', async (_which, index) => {
    await sql('DELETE FROM message WHERE id = $1', (await idsOf())[index]);
    expect(await isBroken()).toBe(true);
  });

  it('is broken without a message whose children were hung up elsewhere', async () => {
    const [, answer, question] = await idsOf();
    const [root] = await idsOf();
    await sql('UPDATE message SET parent_id = $1 WHERE id = $2', root, question);
    await sql('DELETE FROM message WHERE id = $1', answer);
    expect(await isBroken()).toBe(true);
  });

  it.each(['place', 'body', 'created_at, place', 'body, revision, state'])('is broken when two rows swap %s', async (columns) => {
    const [one, , two] = await idsOf();
    const names = columns.split(', ');
    await sql(
      `UPDATE message SET ${names.map((name) => `${name} = other.${name}`).join(', ')} FROM (SELECT * FROM message WHERE id IN ($1, $2)) AS other
       WHERE message.id IN ($1, $2) AND other.id <> message.id`,
      one,
      two,
    );
    expect(await isBroken()).toBe(true);
  });

  it('is broken when an answer says again what it said at its beginning', async () => {
    const response = await gateway.fetch('POST', '/v1/chat/message', me, { content: 'wait for it', chatId }, { accept: 'text/event-stream' });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: delta')) text += (await reader.read()).value ?? '';
    const messageId = /"messageId":"([^"]+)"/.exec(text)![1]!;
    const [before] = await sql('SELECT body, revision, state FROM message WHERE id = $1', messageId);
    expect((await load()).status).toBe(200);
    await gateway.fetch('POST', '/v1/chat/cancel', me, { messageId });
    await reader.cancel();
    expect((await load()).status).toBe(200);
    await sql('UPDATE message SET body = $2, revision = $3, state = $4 WHERE id = $1', messageId, before!.body, before!.revision, before!.state);
    expect((await load()).code).toBe('CHAT_CHAIN_BROKEN');
  });

  it('is broken with an older head, with none, and with that of another chat', async () => {
    await send('four', { chatId });
    const [current] = await sql('SELECT head, head_version FROM chat WHERE id = $1', chatId);
    const [other] = await sql('SELECT head, head_version FROM chat WHERE id = $1', await aChat('another'));
    const old = snapshot.chat;
    for (const [head, version] of [[old.head, old.head_version], [old.head, current!.head_version], [null, 0], [null, current!.head_version], [other!.head, other!.head_version]]) {
      await sql('UPDATE chat SET head = $2, head_version = $3 WHERE id = $1', chatId, head, version);
      expect(await isBroken()).toBe(true);
    }
    await sql('UPDATE chat SET head = $2, head_version = $3 WHERE id = $1', chatId, current!.head, current!.head_version);
    expect((await load()).status).toBe(200);
  });

  it('is broken with a message of another chat, of the same person and of another', async () => {
    const mine = me;
    const own = await aChat('mine too');
    me = await gateway.caller();
    const foreign = await aChat('not mine');
    me = mine;
    for (const from of [own, foreign]) {
      await sql(
        `INSERT INTO message (id, chat_id, parent_id, role, state, revision, body, place, previous)
         SELECT $3, $1, NULL, role, state, revision, body, 7, previous FROM message WHERE chat_id = $2 AND place = 1`,
        chatId,
        from,
        randomUUID(),
      );
      expect(await isBroken()).toBe(true);
      await snapshot.restore();
      await sql('UPDATE message SET body = (SELECT body FROM message WHERE chat_id = $2 AND place = 1) WHERE chat_id = $1 AND place = 1', chatId, from);
      expect(await isBroken()).toBe(true);
      await snapshot.restore();
    }
    expect((await load()).status).toBe(200);
  });

  it('is broken when all of it is set back, also after the gateway forgot what it knew', async () => {
    await send('four', { chatId });
    await gateway.service.app.get(KeyAnchors).flush();
    await snapshot.restore();
    expect(await isBroken()).toBe(true);
    const [{ key_id: keyId }] = (await sql('SELECT key_id FROM chat WHERE id = $1', chatId)) as [{ key_id: string }];
    gateway.service.app.get(KeyAnchors).forget(keyId);
    gateway.service.app.get(DataKeys).onModuleDestroy();
    expect(await isBroken()).toBe(true);
    expect(gateway.vault.anchorOf(keyId)).toBe(8);
  });

  it('is broken when it is made to look as if an earlier release had written it', async () => {
    await sql('UPDATE message SET place = NULL, previous = NULL WHERE chat_id = $1', chatId);
    await sql('UPDATE chat SET head = NULL, head_version = 0 WHERE id = $1', chatId);
    expect(await isBroken()).toBe(true);
  });

  it('raises an alarm that can be counted, and shows what remains when asked', async () => {
    const before = await alarms();
    const ids = await idsOf();
    await sql('DELETE FROM message WHERE id = $1', ids[4]);
    await sql('UPDATE message SET body = (SELECT body FROM message WHERE id = $2) WHERE id = $1', ids[0], ids[2]);
    expect((await load()).code).toBe('CHAT_CHAIN_BROKEN');
    const remains = await load(chatId, '?remains=true');
    expect([remains.status, remains.body.intact]).toEqual([200, false]);
    expect(remains.body.messages.map(({ content }) => content)).toEqual(['one ', 'two', 'two ']);
    expect(await alarms()).toBe(before + 2);
  });

  it('can still be deleted', async () => {
    await sql('DELETE FROM message WHERE id = $1', (await idsOf())[5]);
    expect((await gateway.fetch('POST', '/v1/chat/delete', me, { chatId })).status).toBe(204);
    expect((await load()).code).toBe('NOT_FOUND');
  });

  it.each(['?remains=perhaps', '?other=1'])('is not read with %s', async (query) => {
    expect((await load(chatId, query)).status).toBe(400);
  });
});
