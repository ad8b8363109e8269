import { DomainError, type Chat, type RekeyChatResponse, type SendMessageResponse } from '@mateship/contracts';
import type { z } from 'zod';
import { ChatImport } from '../src/chat/chat-import.js';
import { ExchangesRepository } from '../src/chat/exchanges.repository.js';
import { ChatRekeying } from '../src/chat/rekey/chat-rekeying.js';
import { RekeyRepository } from '../src/chat/rekey/rekey.repository.js';
import { TestGateway, type Caller } from './support/gateway.js';
import { UnstoredKeysWatch } from './support/unstored-keys-watch.js';

type Sent = z.infer<typeof SendMessageResponse>;

describe('a key that the vault made and no chat stored', () => {
  let gateway: TestGateway;
  let me: Caller;
  let watch: UnstoredKeysWatch;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
    watch = new UnstoredKeysWatch(gateway);
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

  it('goes when the server was killed before the next key of a chat was stored, and the chat stays as it was', async () => {
    const chatId = (await send()).body.chat.id;
    const [key] = watch.made();
    jest.spyOn(gateway.service.app.get(RekeyRepository), 'swapKey').mockRejectedValueOnce(new Error('killed'));
    expect((await rekey(chatId)).status).toBe(500);
    expect([watch.made().length, await watch.notes()]).toEqual([2, 1]);
    await watch.sweepAfterAWhile();
    expect([watch.made(), await watch.notes()]).toEqual([[key], 0]);
    expect((await load(chatId)).body).toMatchObject({ intact: true, messages: [{ content: 'hello' }, {}] });
    expect((await rekey(chatId)).status).toBe(202);
  });

  it('goes when the server was killed before a new chat was stored', async () => {
    jest.spyOn(gateway.service.app.get(ExchangesRepository), 'begin').mockRejectedValueOnce(new Error('killed'));
    expect((await send()).status).toBe(500);
    expect([watch.made().length, await watch.notes()]).toEqual([1, 1]);
    await watch.sweepAfterAWhile();
    expect([watch.made(), await watch.notes()]).toEqual([[], 0]);
  });

  it('waits for a vault that is away', async () => {
    jest.spyOn(gateway.service.app.get(ExchangesRepository), 'begin').mockRejectedValueOnce(new Error('killed'));
    await send();
    gateway.vault.failure = new DomainError('KMS_UNAVAILABLE');
    await watch.sweepAfterAWhile();
    expect([watch.made().length, await watch.notes()]).toEqual([1, 1]);
    gateway.vault.failure = null;
    await watch.sweepAfterAWhile();
    expect([watch.made(), await watch.notes()]).toEqual([[], 0]);
  });

  it('is none of those that chats have, before, while and after they are re-keyed', async () => {
    const chatId = (await send()).body.chat.id;
    await gateway.service.app.get(ChatImport).create(me.id, 'Copy', [{ role: 'user', content: 'hi', createdAt: new Date().toISOString(), attachments: [], citations: [] }]);
    await watch.sweepAfterAWhile();
    expect([watch.made().length, await watch.notes()]).toEqual([2, 0]);
    jest.spyOn(gateway.service.app.get(RekeyRepository), 'end').mockRejectedValue(new Error('killed'));
    await rekey(chatId);
    await watch.sweepAfterAWhile();
    expect((await load(chatId)).body).toMatchObject({ intact: true });
    jest.restoreAllMocks();
    while (((await load(chatId)).body).rekeying) await gateway.service.app.get(ChatRekeying).sweep();
    await watch.sweepAfterAWhile();
    expect([watch.made().length, await watch.notes()]).toEqual([2, 0]);
    expect((await send({ chatId })).status).toBe(200);
  });

  it('is not stored once it was given up, and the chat gets another one', async () => {
    const chatId = (await send()).body.chat.id;
    const repository = gateway.service.app.get(RekeyRepository);
    const { swapKey } = RekeyRepository.prototype;
    jest.spyOn(repository, 'swapKey').mockImplementationOnce(async (...swap) => {
      await watch.sweepAfterAWhile();
      return swapKey.apply(repository, swap);
    });
    expect((await rekey(chatId)).status).toBe(202);
    while (((await load(chatId)).body).rekeying) await gateway.service.app.get(ChatRekeying).sweep();
    expect([watch.made().length, await watch.notes(), (await load(chatId)).body.intact]).toEqual([1, 0, true]);
  });
});
