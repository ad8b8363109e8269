import type { Chat, ChatPage, RekeyChatResponse, SendMessageResponse } from '@mateship/contracts';
import type { z } from 'zod';
import { ChatRekeying } from '../src/chat/rekey/chat-rekeying.js';
import { RekeyRepository } from '../src/chat/rekey/rekey.repository.js';
import { DataKeys } from '../src/keys/data-keys.js';
import { snapshotOf } from './support/chat-snapshot.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;

describe('re-keying a chat', () => {
  let gateway: TestGateway;
  let me: Caller;
  let chatId: string;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
    chatId = (await send('first')).body.chat.id;
    await send('second', { chatId });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => gateway.stop());

  const send = (content: string, changes: Record<string, unknown> = {}) => gateway.json<Sent>('POST', '/v1/chat/message', me, { content, ...changes });
  const load = () => gateway.json<Chat>('GET', `/v1/chat/${chatId}`, me);
  const contents = async () => (await load()).body.messages.map(({ content }) => content);
  const rekey = () => gateway.json<z.infer<typeof RekeyChatResponse>>('POST', '/v1/chat/rekey', me, { chatId });
  const row = async () => (await gateway.dataSource.query<{ key_id: string; key_epoch: number; old_key_id: string | null }[]>('SELECT key_id, key_epoch, old_key_id FROM chat WHERE id = $1', [chatId]))[0]!;
  const sweep = () => gateway.service.app.get(ChatRekeying).sweep();
  /** Sweeps, as time does, until the chat has one key. */
  const settle = async () => {
    while ((await row()).old_key_id !== null) await sweep();
  };
  /** How many ciphertexts of the chat name this key. */
  const under = async (keyId: string) => {
    const sealed = await gateway.dataSource.query<{ bytes: Buffer }[]>('SELECT body AS bytes FROM message WHERE chat_id = $1 UNION ALL SELECT title FROM chat WHERE id = $1 UNION ALL SELECT head FROM chat WHERE id = $1', [chatId]);
    return sealed.filter(({ bytes }) => bytes.includes(Buffer.from(keyId.replaceAll('-', ''), 'hex'))).length;
  };

  it('puts all of it under a key of the next epoch and destroys the old one', async () => {
    const before = await row();
    const accepted = await rekey();
    expect([accepted.status, accepted.body]).toEqual([202, { chatId, rekeying: { done: 0, total: 4 } }]);
    await settle();
    const after = await row();
    expect([after.key_epoch, after.old_key_id, gateway.vault.keyIds.includes(before.key_id)]).toEqual([2, null, false]);
    expect([await under(before.key_id), await under(after.key_id)]).toEqual([0, 6]);
    gateway.service.app.get(DataKeys).onModuleDestroy();
    expect(await contents()).toEqual(['first', 'first ', 'second', 'second ']);
    expect((await load()).body).toMatchObject({ title: 'first', intact: true });
    expect((await load()).body).not.toHaveProperty('rekeying');
    expect((await send('third', { chatId })).status).toBe(200);
  });

  it('tells how far it is, is not begun twice, and goes on after a kill at every step', async () => {
    for (let index = 0; index < 30; index += 1) await send(`message ${index}`, { chatId });
    const texts = await contents();
    const repository = gateway.service.app.get(RekeyRepository);
    const { replaceBodies } = RekeyRepository.prototype;
    const killAt = jest.spyOn(repository, 'replaceBodies').mockRejectedValue(new Error('killed'));
    await rekey();
    await sweep();
    expect((await load()).body.rekeying).toEqual({ done: 0, total: 64 });
    const { key_id: keyId } = await row();
    expect((await rekey()).body.rekeying).toEqual({ done: 0, total: 64 });
    expect((await row()).key_id).toBe(keyId);

    let batches = 0;
    killAt.mockImplementation(async (...batch) => {
      batches += 1;
      if (batches === 2) throw new Error('killed');
      await replaceBodies.apply(repository, batch);
    });
    await sweep();
    while (batches < 2) await sweep();
    expect((await load()).body.rekeying).toEqual({ done: 50, total: 64 });
    expect(await contents()).toEqual(texts);

    const { end } = RekeyRepository.prototype;
    const killedEnd = jest.spyOn(repository, 'end').mockRejectedValue(new Error('killed'));
    const oldKey = (await row()).old_key_id!;
    while (gateway.vault.keyIds.includes(oldKey)) await sweep();
    expect([(await row()).old_key_id, await contents()]).toEqual([oldKey, texts]);
    killedEnd.mockImplementation((...ended) => end.apply(repository, ended));
    await settle();
    expect([await contents(), await under(oldKey)]).toEqual([texts, 0]);
  });

  it('lets people read, write and delete meanwhile', async () => {
    let rekeyed = false;
    const answers: { status: number; code: string | undefined }[] = [];
    const reader = async () => {
      while (!rekeyed) answers.push(await load());
    };
    const writer = async () => {
      while (!rekeyed) {
        const sent = await send('more', { chatId, parentId: null });
        answers.push(sent);
        if (answers.length % 4 === 0) answers.push(await gateway.json('POST', '/v1/chat/delete_message', me, { chatId, messageId: sent.body.userMessageId }));
      }
    };
    const keys = new Set<string>();
    const rekeyer = async () => {
      for (let round = 0; round < 6; round += 1) {
        keys.add((await row()).key_id);
        answers.push(await rekey());
        await settle();
      }
      rekeyed = true;
    };
    await Promise.all([reader(), reader(), writer(), rekeyer()]);
    expect(answers.filter(({ status }) => status >= 300).map(({ status, code }) => [status, code])).toEqual([]);
    expect([keys.size, (await row()).key_epoch, (await load()).status]).toEqual([6, 7, 200]);
    expect(gateway.vault.keyIds.filter((keyId) => keys.has(keyId))).toEqual([]);
  });

  it('waits with the old key until an answer that was begun under it has ended', async () => {
    const response = await gateway.fetch('POST', '/v1/chat/message', me, { content: 'wait', chatId }, { accept: 'text/event-stream' });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: delta')) text += (await reader.read()).value ?? '';
    const messageId = /"messageId":"([^"]+)"/.exec(text)![1]!;
    await rekey();
    await sweep();
    const oldKey = (await row()).old_key_id!;
    expect([gateway.vault.keyIds.includes(oldKey), await under(oldKey)]).toEqual([true, 0]);
    await gateway.json('POST', '/v1/chat/cancel', me, { messageId });
    await reader.cancel();
    await settle();
    expect([gateway.vault.keyIds.includes(oldKey), (await load()).body.messages.at(-1)]).toMatchObject([false, { state: 'cancelled', content: 'wait ' }]);
    expect((await gateway.fetch('GET', `/v1/chat/stream/${messageId}`, me)).status).toBe(410);
  });

  it('cannot be undone in the database, neither while it goes on nor after', async () => {
    const before = await snapshotOf(gateway.dataSource, chatId);
    const repository = gateway.service.app.get(RekeyRepository);
    const kill = jest.spyOn(repository, 'replaceBodies').mockRejectedValue(new Error('killed'));
    await rekey();
    await sweep();
    const during = await snapshotOf(gateway.dataSource, chatId);
    await before.restore();
    expect((await load()).code).toBe('CHAT_CHAIN_BROKEN');
    await during.restore();
    kill.mockRestore();
    await settle();
    await before.restore();
    expect((await load()).status).toBe(404);
    expect((await gateway.json<z.infer<typeof ChatPage>>('GET', '/v1/chat', me)).body.items).toMatchObject([{ id: chatId, title: '' }]);
  });

  it('does not begin in a chat that was changed outside of the server', async () => {
    await gateway.dataSource.query('DELETE FROM message WHERE chat_id = $1 AND place = 4', [chatId]);
    const { key_id: keyId } = await row();
    expect((await rekey()).code).toBe('CHAT_CHAIN_BROKEN');
    expect((await row()).key_id).toBe(keyId);
  });
});
