import { randomUUID } from 'node:crypto';
import { createDataSource, runMigrations, withTransaction } from '@mateship/database';
import { startTestDatabase, type TestDatabase } from '@mateship/dev-env';
import type { DataSource } from 'typeorm';
import { ChatRepository } from '../src/chat/chat.repository.js';
import type { StoredChat, StoredHead } from '../src/chat/chat.types.js';
import { ExchangesRepository, type NewMessage } from '../src/chat/exchanges.repository.js';
import { MessagesRepository } from '../src/chat/messages.repository.js';
import { UnstoredKeysRepository } from '../src/keys/unstored-keys/unstored-keys.repository.js';
import { MIGRATIONS } from '../src/migrations.js';

describe('stored chats and messages', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let chats: ChatRepository;
  let messages: MessagesRepository;
  let exchanges: ExchangesRepository;
  let unstored: UnstoredKeysRepository;

  beforeAll(async () => {
    database = await startTestDatabase();
    dataSource = createDataSource({ url: database.url, migrations: MIGRATIONS });
    await dataSource.initialize();
    await runMigrations(dataSource);
    chats = new ChatRepository(dataSource);
    messages = new MessagesRepository(dataSource);
    exchanges = new ExchangesRepository(dataSource);
    unstored = new UnstoredKeysRepository(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const newChat = (ownerId: string = randomUUID(), id: string = randomUUID()) => ({ id, ownerId, mateId: 'mateship', key: { keyId: randomUUID(), epoch: 1 }, oldKey: null, title: Buffer.from('sealed'), head: { version: 1, sealed: Buffer.from('head 1') } });
  const next = <T extends { head: StoredHead }>(chat: T): T => ({ ...chat, head: { version: chat.head.version + 1, sealed: Buffer.from(`head ${chat.head.version + 1}`) } });
  const inChat = async ({ ownerId, id }: Pick<StoredChat, 'ownerId' | 'id'>) => (await chats.findWhole(ownerId, id))?.messages ?? [];
  const remove = (chat: StoredChat, id: string) => withTransaction(dataSource, async (manager) => idsOf(await messages.delete(manager, chat.id, id)));
  const note = ({ id, ownerId, key }: Pick<StoredChat, 'id' | 'ownerId' | 'key'>) => unstored.note({ keyId: key.keyId, purpose: 'chat', ownerId, objectId: id });
  const beginNew = async (chat: ReturnType<typeof newChat>, first: NewMessage[]) => {
    await note(chat);
    return exchanges.begin(chat, true, first);
  };
  const aChat = async (ownerId?: string, id?: string): Promise<StoredChat> => {
    const chat = newChat(ownerId, id);
    const stored = await beginNew(chat, [newMessage(chat.id)]);
    await dataSource.query('DELETE FROM message WHERE chat_id = $1', [chat.id]);
    return stored!;
  };
  const newMessage = (chatId: string, changes: Partial<NewMessage> = {}): NewMessage => ({ id: randomUUID(), chatId, parentId: null, role: 'user', state: 'complete', revision: 0, body: Buffer.from('sealed'), holdId: null, place: null, ...changes });
  const aMessage = async (chat: StoredChat, changes: Partial<NewMessage> = {}): Promise<string> => {
    const message = newMessage(chat.id, changes);
    const now = await chats.find(chat.ownerId, chat.id);
    await exchanges.begin(next(now!), false, [message]);
    return message.id;
  };
  const condemnAndErase = async ({ ownerId, id }: StoredChat) => {
    expect(await chats.condemn(ownerId, id)).toBe(true);
    await chats.erase(id);
  };
  const touchAt = (id: string, at: string) => dataSource.query('UPDATE chat SET updated_at = $2 WHERE id = $1', [id, at]);
  const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);

  /** Ends an answer as a service does; false when there is none to end. */
  const finish = (chat: StoredChat, id: string, state: 'complete' | 'cancelled' = 'complete', fail = false) =>
    withTransaction(dataSource, async (manager) => {
      const locked = await exchanges.lockStreaming(manager, chat, id);
      if (!locked) return false;
      await exchanges.finish(manager, { ...locked.begun, state, revision: 1, body: Buffer.from(`sealed ${state}`) }, next(locked.chat).head);
      if (fail) throw new Error('rolled back');
      return true;
    });

  describe('a chat', () => {
    it('is stored as it was given, with the times of the database', async () => {
      const ownerId = randomUUID();
      const chat = await aChat(ownerId);
      expect(chat).toEqual({ id: chat.id, ownerId, mateId: 'mateship', key: { keyId: expect.any(String), epoch: 1 }, oldKey: null, title: Buffer.from('sealed'), head: { version: 1, sealed: Buffer.from('head 1') }, createdAt: expect.any(Date), updatedAt: expect.any(Date) });
      expect(await chats.find(ownerId, chat.id)).toEqual(chat);
    });

    it('is found by its owner alone, absent and foreign alike', async () => {
      const chat = await aChat();
      expect(await chats.find(randomUUID(), chat.id)).toBeNull();
      expect(await chats.find(chat.ownerId, randomUUID())).toBeNull();
    });

    it('is deleted by its owner alone, with all its messages', async () => {
      const chat = await aChat();
      const id = await aMessage(chat);
      expect(await chats.condemn(randomUUID(), chat.id)).toBe(false);
      await chats.erase(chat.id);
      expect(await messages.find(chat.ownerId, id)).not.toBeNull();
      await condemnAndErase(chat);
      expect(await chats.find(chat.ownerId, chat.id)).toBeNull();
      expect(await dataSource.query('SELECT 1 FROM message WHERE id = $1', [id])).toEqual([]);
    });

    it('is there for nobody once it is to be erased', async () => {
      const chat = await aChat();
      const id = await aMessage(chat, { state: 'streaming', role: 'assistant' });
      expect([await chats.condemn(chat.ownerId, chat.id), await chats.condemn(chat.ownerId, chat.id)]).toEqual([true, false]);
      expect(await chats.find(chat.ownerId, chat.id)).toBeNull();
      expect(await chats.findWhole(chat.ownerId, chat.id)).toBeNull();
      expect(await chats.page(chat.ownerId, 10, null)).toEqual([]);
      expect(await messages.find(chat.ownerId, id)).toBeNull();
      expect(await exchanges.begin(next(next(chat)), false, [newMessage(chat.id)])).toBeNull();
      expect(await finish(chat, id)).toBe(false);
      expect(idsOf(await chats.condemned(100))).toContain(chat.id);
      await chats.erase(chat.id);
      expect(await chats.condemned(100)).toEqual([]);
    });

    it('is listed for its owner alone', async () => {
      const mine = await aChat();
      await aChat();
      expect(idsOf(await chats.page(mine.ownerId, 10, null))).toEqual([mine.id]);
    });
  });

  describe('pages of chats', () => {
    /** The ids of all pages of this size, read one after the other. */
    const readAll = async (ownerId: string, size: number) => {
      const seen: string[][] = [];
      for (let page = await chats.page(ownerId, size, null); page.length > 0; ) {
        seen.push(idsOf(page));
        const last = page.at(-1)!;
        page = await chats.page(ownerId, size, { updatedAt: last.updatedAt.toISOString(), id: last.id });
      }
      return seen;
    };

    it('begin with the chat used last and hold each chat once', async () => {
      const ownerId = randomUUID();
      const made: string[] = [];
      for (let index = 0; index < 5; index += 1) {
        const { id } = await aChat(ownerId);
        await touchAt(id, `2026-01-01T00:00:0${index}.000Z`);
        made.unshift(id);
      }
      expect(await readAll(ownerId, 2)).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
    });

    it('lose no chat where many have the same time', async () => {
      const ownerId = randomUUID();
      const ids = await Promise.all(Array.from({ length: 7 }, async () => (await aChat(ownerId)).id));
      for (const id of ids) await touchAt(id, '2026-01-01T00:00:00.123Z');
      expect((await readAll(ownerId, 3)).flat()).toEqual([...ids].sort().reverse());
    });

    it('find their place again after a chat was used', async () => {
      const ownerId = randomUUID();
      const older = await aChat(ownerId);
      const newer = await aChat(ownerId);
      await touchAt(newer.id, '2026-01-01T00:00:00.000Z');
      await aMessage(older);
      const [first] = await chats.page(ownerId, 1, null);
      expect(first?.id).toBe(older.id);
      expect(idsOf(await chats.page(ownerId, 5, { updatedAt: first!.updatedAt.toISOString(), id: first!.id }))).toEqual([newer.id]);
    });

    it('do not reach into the chats of others by a foreign cursor', async () => {
      const [mine, theirs] = [await aChat(), await aChat()];
      const cursor = { updatedAt: new Date(Date.now() + 60_000).toISOString(), id: theirs.id };
      expect(idsOf(await chats.page(mine.ownerId, 10, cursor))).toEqual([mine.id]);
    });
  });

  describe('a message', () => {
    it('is read through its chat by its owner alone', async () => {
      const chat = await aChat();
      const id = await aMessage(chat);
      expect(await messages.find(chat.ownerId, id)).toMatchObject({ id, chatId: chat.id, revision: 0, body: Buffer.from('sealed') });
      expect(await messages.find(randomUUID(), id)).toBeNull();
      expect(await chats.findWhole(randomUUID(), chat.id)).toBeNull();
      expect(idsOf(await inChat(chat))).toEqual([id]);
    });

    it('stands in the order in which it was written, whatever the clock says', async () => {
      const chat = await aChat();
      const ids = [await aMessage(chat), await aMessage(chat), await aMessage(chat)];
      await dataSource.query(`UPDATE message SET created_at = created_at - interval '1 hour' WHERE id = $1`, [ids[2]]);
      expect(idsOf(await inChat(chat))).toEqual(ids);
    });

    it('is deleted with everything below it, and nothing beside it', async () => {
      const chat = await aChat();
      const root = await aMessage(chat);
      const [left, right] = [await aMessage(chat, { parentId: root }), await aMessage(chat, { parentId: root })];
      const leaf = await aMessage(chat, { parentId: left });
      expect((await remove(chat, left)).sort()).toEqual([left, leaf].sort());
      expect(idsOf(await inChat(chat))).toEqual([root, right]);
      expect(await messages.find(chat.ownerId, leaf)).toBeNull();
    });

    it('is not deleted through another chat', async () => {
      const [chat, other] = [await aChat(), await aChat()];
      const id = await aMessage(chat);
      expect(await remove(other, id)).toEqual([]);
      expect(await messages.find(chat.ownerId, id)).not.toBeNull();
    });

    it.each([{ role: 'system' }, { state: 'done' }])('cannot be stored as %j', async (changes) => {
      await expect(aMessage(await aChat(), changes as never)).rejects.toThrow('check constraint');
    });
  });

  describe('the end of an answer', () => {
    it('is written once', async () => {
      const chat = await aChat();
      const id = await aMessage(chat, { role: 'assistant', state: 'streaming' });
      expect(await Promise.all([finish(chat, id), finish(chat, id, 'cancelled')]).then((ends) => ends.filter(Boolean))).toEqual([true]);
      expect(await messages.find(chat.ownerId, id)).toMatchObject({ state: expect.stringMatching(/^(complete|cancelled)$/), revision: 1 });
    });

    it('is not written into the chat of somebody else, nor through another chat', async () => {
      const [chat, other] = [await aChat(), await aChat()];
      const id = await aMessage(chat, { role: 'assistant', state: 'streaming' });
      expect([await finish({ ...chat, ownerId: other.ownerId }, id), await finish(other, id)]).toEqual([false, false]);
      expect(await messages.find(chat.ownerId, id)).toMatchObject({ state: 'streaming', revision: 0 });
    });

    it('is not written for an answer that was deleted meanwhile', async () => {
      const chat = await aChat();
      const id = await aMessage(chat, { role: 'assistant', state: 'streaming' });
      await remove(chat, id);
      expect(await finish(chat, id)).toBe(false);
    });

    it('is an interruption for answers that nobody writes any more, and gives their holds', async () => {
      const chat = await aChat();
      const holdId = randomUUID();
      const lost = await aMessage(chat, { role: 'assistant', state: 'streaming', holdId });
      const active = await aMessage(chat, { role: 'assistant', state: 'streaming' });
      const done = await aMessage(chat, { role: 'assistant' });
      const interrupted = async (olderThanSeconds: number) =>
        (await messages.interruptAbandoned([active], olderThanSeconds)).filter(({ id }) => [lost, active, done].includes(id));
      expect(await interrupted(3600)).toEqual([]);
      expect(await interrupted(0)).toEqual([{ id: lost, holdId }]);
      const states = new Map((await inChat(chat)).map(({ id, state }) => [id, state]));
      expect([lost, active, done].map((id) => states.get(id))).toEqual(['interrupted', 'streaming', 'complete']);
      expect(await finish(chat, lost)).toBe(false);
      await finish(chat, active);
    });
  });

  describe('a key that was asked for', () => {
    const notes = async ({ id }: { id: string }) => (await dataSource.query<{ given_up: boolean }[]>('SELECT given_up FROM unstored_key WHERE object_id = $1', [id])).map(({ given_up: givenUp }) => givenUp);
    const age = (chat: { id: string }) => dataSource.query("UPDATE unstored_key SET noted_at = now() - interval '61 seconds' WHERE object_id = $1", [chat.id]);

    it('is noted until its chat is stored, and again when storing fails', async () => {
      const chat = newChat();
      await note(chat);
      expect(await notes(chat)).toEqual([false]);
      await expect(exchanges.begin(chat, true, [newMessage(chat.id, { parentId: randomUUID() })])).rejects.toThrow('foreign key');
      expect(await notes(chat)).toEqual([false]);
      expect(await exchanges.begin(chat, true, [newMessage(chat.id)])).toMatchObject({ key: chat.key });
      expect(await notes(chat)).toEqual([]);
    });

    it('is given up after a minute, and then no chat can store it', async () => {
      const [late, early] = [newChat(), newChat()];
      await Promise.all([note(late), note(early)]);
      await age(late);
      expect(await unstored.giveUp()).toEqual([{ keyId: late.key.keyId, purpose: 'chat', ownerId: late.ownerId, objectId: late.id }]);
      expect([await notes(late), await notes(early)]).toEqual([[true], [false]]);
      expect(await exchanges.begin(late, true, [newMessage(late.id)])).toBeNull();
      expect(await withTransaction(dataSource, (manager) => unstored.claim(manager, late.key.keyId))).toBe(false);
      expect(await chats.find(late.ownerId, late.id)).toBeNull();
      await unstored.forget(late.key.keyId);
      expect(await exchanges.begin(late, true, [newMessage(late.id)])).toBeNull();
    });

    it('is not given up while a transaction is storing it, nor when a chat has it', async () => {
      const chat = await aChat();
      const next = { ...chat, key: { keyId: randomUUID(), epoch: 2 } };
      await note(next);
      await age(next);
      await withTransaction(dataSource, async (manager) => {
        expect(await unstored.claim(manager, next.key.keyId)).toBe(true);
        expect(await unstored.giveUp()).toEqual([]);
      });
      expect(await notes(chat)).toEqual([]);
      await note(chat);
      await age(chat);
      expect(await unstored.giveUp()).toEqual([]);
    });
  });

  describe('an exchange', () => {
    it('begins with its chat, the question before the answer', async () => {
      const chat = newChat();
      const question = newMessage(chat.id);
      const answer = newMessage(chat.id, { parentId: question.id, role: 'assistant' });
      await beginNew(chat, [question, answer]);
      expect(idsOf(await inChat(chat))).toEqual([question.id, answer.id]);
    });

    it('begins with all of it or not at all', async () => {
      const chat = newChat();
      await expect(beginNew(chat, [newMessage(chat.id), newMessage(chat.id, { parentId: randomUUID() })])).rejects.toThrow('foreign key');
      expect(await chats.find(chat.ownerId, chat.id)).toBeNull();
    });

    it('does not begin in a chat that is gone', async () => {
      const chat = await aChat();
      await condemnAndErase(chat);
      expect(await exchanges.begin(next(chat), false, [newMessage(chat.id)])).toBeNull();
      expect(await dataSource.query('SELECT 1 FROM message WHERE chat_id = $1', [chat.id])).toEqual([]);
    });

    it('does not begin in a chat that has moved on, and is stored once of several at a time', async () => {
      const chat = await aChat();
      const begun = await Promise.all(Array.from({ length: 5 }, () => exchanges.begin(next(chat), false, [newMessage(chat.id)])));
      expect(begun.filter((stored) => stored !== null).map((stored) => stored.head)).toEqual([{ version: 2, sealed: Buffer.from('head 2') }]);
      expect(await inChat(chat)).toHaveLength(1);
    });

    it('ends with one event, and with none when it had ended before or was rolled back', async () => {
      const chat = await aChat();
      const id = await aMessage(chat, { role: 'assistant', state: 'streaming' });
      await expect(finish(chat, id, 'complete', true)).rejects.toThrow('rolled back');
      expect((await chats.find(chat.ownerId, chat.id))?.head.version).toBe(2);
      expect([await finish(chat, id), await finish(chat, id)]).toEqual([true, false]);
      const payload = { chatId: chat.id, messageId: id, state: 'complete' };
      expect(await dataSource.query(`SELECT topic, payload FROM outbox WHERE payload ->> 'messageId' = $1`, [id])).toEqual([{ topic: 'chat.answered', payload }]);
    });

    it('moves its chat to the front at its beginning and at its end', async () => {
      const chat = await aChat();
      const updatedAt = async () => (await chats.find(chat.ownerId, chat.id))!.updatedAt.getTime();
      await touchAt(chat.id, '2026-01-01T00:00:00.000Z');
      const old = await updatedAt();
      const id = await aMessage(chat, { role: 'assistant', state: 'streaming' });
      expect(await updatedAt()).toBeGreaterThan(old);
      await touchAt(chat.id, '2026-01-01T00:00:00.000Z');
      await finish(chat, id);
      expect(await updatedAt()).toBeGreaterThan(old);
    });
  });
});
