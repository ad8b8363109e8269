import { DomainError, type ChatPage, type SendMessageResponse } from '@mateship/contracts';
import type { z } from 'zod';
import { ChatErasure } from '../src/chat/erasure/chat-erasure.js';
import { ChatRepository } from '../src/chat/chat.repository.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;

describe('a chat that is deleted', () => {
  let gateway: TestGateway;
  let me: Caller;
  let chatId: string;
  let keyId: string;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
    chatId = (await gateway.json<Sent>('POST', '/v1/chat/message', me, { content: 'hello' })).body.chat.id;
    keyId = (await rows())[0]!.key_id as string;
  });
  afterEach(() => {
    gateway.vault.failure = null;
    jest.restoreAllMocks();
  });
  afterAll(() => gateway.stop());

  const rows = () => gateway.dataSource.query<Record<string, unknown>[]>('SELECT key_id, erasing_at FROM chat WHERE id = $1', [chatId]);
  const remove = () => gateway.fetch('POST', '/v1/chat/delete', me, { chatId });
  const list = async () => (await gateway.json<z.infer<typeof ChatPage>>('GET', '/v1/chat', me)).body.items.map(({ id }) => id);
  const sweep = () => gateway.service.app.get(ChatErasure).sweep();

  it('loses its key before its rows', async () => {
    const seen: unknown[] = [];
    const chats = gateway.service.app.get(ChatRepository);
    const erase = chats.erase.bind(chats);
    jest.spyOn(chats, 'erase').mockImplementation(async (id) => {
      seen.push(gateway.vault.keyIds.includes(keyId), (await rows()).length);
      await erase(id);
    });
    expect((await remove()).status).toBe(204);
    expect([seen, await rows()]).toEqual([[false, 1], []]);
  });

  it('is there for nobody while the vault is away, and goes when it is back', async () => {
    gateway.vault.failure = new DomainError('KMS_UNAVAILABLE');
    expect((await remove()).status).toBe(204);
    expect([await list(), (await rows()).length, gateway.vault.keyIds.includes(keyId)]).toEqual([[], 1, true]);
    expect((await remove()).status).toBe(404);
    gateway.vault.failure = null;
    await sweep();
    expect([await rows(), gateway.vault.keyIds.includes(keyId)]).toEqual([[], false]);
  });

  it('goes with its rows when the server was killed between key and rows', async () => {
    const other = (await gateway.json<Sent>('POST', '/v1/chat/message', me, { content: 'another' })).body.chat.id;
    const chats = gateway.service.app.get(ChatRepository);
    jest.spyOn(chats, 'erase').mockRejectedValueOnce(new Error('killed'));
    await remove();
    expect([gateway.vault.keyIds.includes(keyId), (await rows()).length, await list()]).toEqual([false, 1, [other]]);
    await sweep();
    expect(await rows()).toEqual([]);
  });

  it('is not erased by the wish of somebody else', async () => {
    const stranger = await gateway.caller('admin');
    expect((await gateway.fetch('POST', '/v1/chat/delete', stranger, { chatId })).status).toBe(404);
    await sweep();
    expect(await list()).toEqual([chatId]);
  });

  it('takes a running answer along', async () => {
    const response = await gateway.fetch('POST', '/v1/chat/message', me, { content: 'wait', chatId }, { accept: 'text/event-stream' });
    const text = response.text();
    await remove();
    expect(await text).toContain('event: message');
    expect([await rows(), gateway.vault.keyIds.includes(keyId)]).toEqual([[], false]);
  });
});
