import { DomainError, type Chat, type RekeyChatResponse, type SendMessageResponse } from '@mateship/contracts';
import type { z } from 'zod';
import { ChatImport } from '../src/chat/chat-import.js';
import { ExchangesRepository } from '../src/chat/exchanges.repository.js';
import { ChatRekeying } from '../src/chat/rekey/chat-rekeying.js';
import { RekeyRepository } from '../src/chat/rekey/rekey.repository.js';
import { UnstoredKeys } from '../src/chat/unstored-keys/unstored-keys.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;

describe('a key that the vault made and no chat stored', () => {
  let gateway: TestGateway;
  let me: Caller;
  let before: string[];
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
    before = gateway.vault.keyIds;
  });
  afterEach(() => {
    gateway.vault.failure = null;
    gateway.vault.tamper = (sealed) => sealed;
    jest.restoreAllMocks();
  });
  afterAll(() => gateway.stop());

  const send = (changes: Record<string, unknown> = {}) => gateway.json<Sent>('POST', '/v1/chat/message', me, { content: 'hello', ...changes });
  const rekey = (chatId: string) => gateway.json<z.infer<typeof RekeyChatResponse>>('POST', '/v1/chat/rekey', me, { chatId });
  const load = (chatId: string) => gateway.json<Chat>('GET', `/v1/chat/${chatId}`, me);
  /** The keys that came to be in this test and are still there. */
  const made = () => gateway.vault.keyIds.filter((keyId) => !before.includes(keyId));
  const notes = async () => (await gateway.dataSource.query<unknown[]>('SELECT key_id FROM unstored_chat_key WHERE owner_id = $1', [me.id])).length;
  const sweepAfterAWhile = async () => {
    await gateway.dataSource.query("UPDATE unstored_chat_key SET noted_at = noted_at - interval '61 seconds'");
    await gateway.service.app.get(UnstoredKeys).sweep();
    await gateway.service.app.get(UnstoredKeys).sweep();
  };

  it('goes when the server was killed before the next key of a chat was stored, and the chat stays as it was', async () => {
    const chatId = (await send()).body.chat.id;
    const [key] = made();
    jest.spyOn(gateway.service.app.get(RekeyRepository), 'swapKey').mockRejectedValueOnce(new Error('killed'));
    expect((await rekey(chatId)).status).toBe(500);
    expect([made().length, await notes()]).toEqual([2, 1]);
    await sweepAfterAWhile();
    expect([made(), await notes()]).toEqual([[key], 0]);
    expect((await load(chatId)).body).toMatchObject({ intact: true, messages: [{ content: 'hello' }, {}] });
    expect((await rekey(chatId)).status).toBe(202);
  });

  it('goes when its answer never arrived', async () => {
    gateway.vault.tamper = () => {
      throw new DomainError('KMS_UNAVAILABLE');
    };
    expect((await send()).code).toBe('KMS_UNAVAILABLE');
    gateway.vault.tamper = (sealed) => sealed;
    expect([made().length, await notes()]).toEqual([1, 1]);
    await sweepAfterAWhile();
    expect([made(), await notes()]).toEqual([[], 0]);
  });

  it('goes when the server was killed before a new chat was stored', async () => {
    jest.spyOn(gateway.service.app.get(ExchangesRepository), 'begin').mockRejectedValue(new Error('killed'));
    expect((await send()).status).toBe(500);
    await expect(gateway.service.app.get(ChatImport).create(me.id, 'Copy', [])).rejects.toThrow('killed');
    expect([made().length, await notes()]).toEqual([2, 2]);
    await sweepAfterAWhile();
    expect([made(), await notes()]).toEqual([[], 0]);
  });

  it('waits for a vault that is away', async () => {
    jest.spyOn(gateway.service.app.get(ExchangesRepository), 'begin').mockRejectedValueOnce(new Error('killed'));
    await send();
    gateway.vault.failure = new DomainError('KMS_UNAVAILABLE');
    await sweepAfterAWhile();
    expect([made().length, await notes()]).toEqual([1, 1]);
    gateway.vault.failure = null;
    await sweepAfterAWhile();
    expect([made(), await notes()]).toEqual([[], 0]);
  });

  it('is none of those that chats have, before, while and after they are re-keyed', async () => {
    const chatId = (await send()).body.chat.id;
    await gateway.service.app.get(ChatImport).create(me.id, 'Copy', [{ role: 'user', content: 'hi', createdAt: new Date().toISOString(), attachments: [], citations: [] }]);
    await sweepAfterAWhile();
    expect([made().length, await notes()]).toEqual([2, 0]);
    jest.spyOn(gateway.service.app.get(RekeyRepository), 'end').mockRejectedValue(new Error('killed'));
    await rekey(chatId);
    await sweepAfterAWhile();
    expect((await load(chatId)).body).toMatchObject({ intact: true });
    jest.restoreAllMocks();
    while (((await load(chatId)).body).rekeying) await gateway.service.app.get(ChatRekeying).sweep();
    await sweepAfterAWhile();
    expect([made().length, await notes()]).toEqual([2, 0]);
    expect((await send({ chatId })).status).toBe(200);
  });

  it('is not stored once it was given up, and the chat gets another one', async () => {
    const chatId = (await send()).body.chat.id;
    const repository = gateway.service.app.get(RekeyRepository);
    const { swapKey } = RekeyRepository.prototype;
    jest.spyOn(repository, 'swapKey').mockImplementationOnce(async (...swap) => {
      await sweepAfterAWhile();
      return swapKey.apply(repository, swap);
    });
    expect((await rekey(chatId)).status).toBe(202);
    while (((await load(chatId)).body).rekeying) await gateway.service.app.get(ChatRekeying).sweep();
    expect([made().length, await notes(), (await load(chatId)).body.intact]).toEqual([1, 0, true]);
  });
});
