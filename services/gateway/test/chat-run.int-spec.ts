import { randomUUID } from 'node:crypto';
import type { ChatEvent, Message } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import { ChatCipher } from '../src/chat/chat-cipher.js';
import { ChatRun } from '../src/chat/chat-run.js';
import { ChatRuns } from '../src/chat/chat-runs.js';
import type { StoredChat } from '../src/chat/chat.types.js';
import type { DataKeys } from '../src/keys/data-keys.js';
import { InProcessCacheStore } from '../src/platform/in-process-cache-store.js';
import { VaultDouble } from './support/vault.js';

const delta = (text: string): ChatEvent => ({ event: 'delta', data: { text } });
const message = (id: string) => ({ id, state: 'complete' }) as Message;

describe('answers in progress', () => {
  let vault: VaultDouble;
  let keys: DataKeys;
  let cipher: ChatCipher;
  let cache: InProcessCacheStore;

  beforeAll(async () => {
    vault = await VaultDouble.start();
  });
  beforeEach(() => {
    keys = vault.connect();
    cipher = new ChatCipher(keys);
    cache = new InProcessCacheStore();
  });
  afterEach(() => keys.onModuleDestroy());
  afterAll(() => vault.stop());

  const aChat = async (ownerId: string = randomUUID()): Promise<StoredChat> => {
    const id = randomUUID();
    return { id, ownerId, mateId: 'mateship', key: await cipher.createKey(ownerId, id), oldKey: null, title: Buffer.alloc(0), head: { version: 0, sealed: null }, createdAt: new Date(), updatedAt: new Date() };
  };
  const aRun = async () => new ChatRun(await aChat(), randomUUID(), cache, cipher);
  const readAll = async (run: ChatRun, after = 0, signal: AbortSignal = new AbortController().signal) => {
    let sent = '';
    await run.read(after, signal, (text) => void (sent += text));
    return texts(sent);
  };
  /** Each event as its number and its text. */
  const texts = (sent: string) => Array.from(sent.matchAll(/id: (\d+)\nevent: delta\ndata: \{"text":"(.*)"\}\n\n/g), ([, id, text]) => `${id} ${text}`);

  describe('ChatRun', () => {
    it('gives a reader from the start every event once and in order', async () => {
      const run = await aRun();
      const reading = readAll(run);
      for (const text of ['a', 'b', 'c']) await run.emit(delta(text));
      run.end(message(run.messageId));
      expect(await reading).toEqual(['1 a', '2 b', '3 c']);
    });

    it('gives a late reader what waits and then what comes', async () => {
      const run = await aRun();
      await run.emit(delta('a'));
      await run.emit(delta('b'));
      const reading = readAll(run);
      await run.emit(delta('c'));
      run.end(message(run.messageId));
      expect(await reading).toEqual(['1 a', '2 b', '3 c']);
    });

    it('begins after the event that a reader saw last', async () => {
      const run = await aRun();
      for (const text of ['a', 'b', 'c']) await run.emit(delta(text));
      run.end(message(run.messageId));
      expect(await readAll(run, 2)).toEqual(['3 c']);
      expect(await readAll(run, 3)).toEqual([]);
      expect(await readAll(run, 99)).toEqual([]);
    });

    it('gives many readers the same', async () => {
      const run = await aRun();
      const readers = Array.from({ length: 20 }, () => readAll(run));
      for (let index = 0; index < 30; index += 1) await run.emit(delta(String(index)));
      run.end(message(run.messageId));
      const all = await Promise.all(readers);
      expect(new Set(all.map(String)).size).toBe(1);
      expect(all[0]).toHaveLength(30);
    });

    it('loses nothing for a reader that comes while events are written', async () => {
      const run = await aRun();
      const readers: Promise<string[]>[] = [];
      for (let index = 1; index <= 20; index += 1) {
        await run.emit(delta(String(index)));
        readers.push(readAll(run));
      }
      run.end(message(run.messageId));
      for (const events of await Promise.all(readers)) expect(events).toEqual(Array.from({ length: 20 }, (_, index) => `${index + 1} ${index + 1}`));
    });

    it('keeps its events sealed', async () => {
      const run = await aRun();
      await run.emit(delta('my secret diary'));
      const [sealed] = (await cache.range(run.bufferKey, 0)) ?? [];
      expect(sealed?.length).toBeGreaterThan(0);
      expect(sealed?.includes('diary')).toBe(false);
    });

    it('does not give an event in the place of another', async () => {
      const run = await aRun();
      await run.emit(delta('a'));
      await run.emit(delta('b'));
      const [first, second] = (await cache.range(run.bufferKey, 0)) ?? [];
      await cache.delete(run.bufferKey);
      for (const sealed of [second!, first!]) await cache.append(run.bufferKey, sealed, 60_000);
      await expect(readAll(run)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    });

    it('does not give the events of one answer in the place of another of the same chat', async () => {
      const run = await aRun();
      const other = new ChatRun(run.chat, randomUUID(), cache, cipher);
      await run.emit(delta('a'));
      await other.emit(delta('b'));
      const foreign = (await cache.range(other.bufferKey, 0)) ?? [];
      await cache.delete(run.bufferKey);
      for (const sealed of foreign) await cache.append(run.bufferKey, sealed, 60_000);
      await expect(readAll(run)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    });

    it('hands on events in their order without being waited for', async () => {
      const run = await aRun();
      const reading = readAll(run);
      for (let index = 1; index <= 50; index += 1) void run.pass(delta(String(index)));
      await run.emit(delta('51'));
      run.end(message(run.messageId));
      expect(await reading).toEqual(Array.from({ length: 51 }, (_, index) => `${index + 1} ${index + 1}`));
    });

    it('shows an event before it is stored, and stores it within a moment', async () => {
      const run = await aRun();
      const first = new Promise<string>((resolve) => void run.read(0, new AbortController().signal, resolve));
      void run.pass(delta('a'));
      expect(texts(await first)).toEqual(['1 a']);
      await eventually(async () => (await cache.range(run.bufferKey, 0))?.length === 1);
    });

    it('seals what comes in one moment together, and resumes in the middle of it', async () => {
      const run = await aRun();
      for (const text of ['a', 'b', 'c', 'd']) void run.pass(delta(text));
      await run.emit(delta('e'));
      for (const text of ['f', 'g']) void run.pass(delta(text));
      await run.emit(delta('h'));
      expect(await cache.range(run.bufferKey, 0)).toHaveLength(2);
      void run.pass(delta('i'));
      run.end(message(run.messageId));
      const places = await Promise.all([0, 2, 4, 5, 6, 8].map((after) => readAll(run, after)));
      expect(places.map((events) => events.map((line) => line.slice(2)).join(''))).toEqual(['abcdefghi', 'cdefghi', 'efghi', 'fghi', 'ghi', 'i']);
    });

    it('has its writer wait while the store falls behind', async () => {
      const run = await aRun();
      const held = Array.from({ length: 100 }, () => run.pass(delta('x'))).filter(Boolean);
      expect(held.length).toBeGreaterThan(0);
      await Promise.all(held);
      expect(run.pass(delta('y'))).toBeUndefined();
    });

    it('stops at an event that cannot be stored, so that no stream has a hole', async () => {
      const run = await aRun();
      await run.emit(delta('a'));
      const append = jest.spyOn(cache, 'append').mockRejectedValueOnce(new Error('away'));
      void run.pass(delta('b'));
      await expect(run.emit(delta('c'))).rejects.toThrow('away');
      append.mockRestore();
      await expect(run.pass(delta('d'))).rejects.toThrow('away');
      expect(await cache.range(run.bufferKey, 0)).toHaveLength(1);
    });

    it('says that the stream has expired when its buffer is gone', async () => {
      const run = await aRun();
      await run.emit(delta('a'));
      await cache.delete(run.bufferKey);
      await expect(readAll(run)).rejects.toMatchObject({ code: 'STREAM_EXPIRED' });
      run.end(message(run.messageId));
      await expect(readAll(run)).rejects.toMatchObject({ code: 'STREAM_EXPIRED' });
    });

    it('waits for the first event of an answer that has not begun', async () => {
      const run = await aRun();
      const reading = readAll(run);
      await new Promise((resolve) => setImmediate(resolve));
      await run.emit(delta('a'));
      run.end(message(run.messageId));
      expect(await reading).toEqual(['1 a']);
    });

    it('lets a reader go whose signal fires, and goes on without it', async () => {
      const run = await aRun();
      const leaving = new AbortController();
      const reading = readAll(run, 0, leaving.signal);
      await run.emit(delta('a'));
      leaving.abort();
      await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
      await run.emit(delta('b'));
      run.end(message(run.messageId));
      expect(await readAll(run)).toEqual(['1 a', '2 b']);
      expect(run.cancellation.signal.aborted).toBe(false);
    });
  });

  describe('ChatRuns', () => {
    let runs: ChatRuns;
    beforeEach(() => {
      runs = new ChatRuns(cache, cipher);
    });

    /** A run that works until it is cancelled or told to end. */
    const begin = (chat: StoredChat) => {
      let end = () => undefined as void;
      const told = new Promise<void>((resolve) => (end = resolve));
      const run = runs.start(chat, randomUUID(), async (started) => {
        const cancelled = new Promise<void>((resolve) => started.cancellation.signal.addEventListener('abort', () => resolve()));
        await Promise.race([told, cancelled]);
        started.end(message(started.messageId));
      });
      return { run, end };
    };
    const codeOf = (action: () => unknown) => {
      try {
        action();
        return 'allowed';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };

    it('lets one answer at a time into a chat', async () => {
      const chat = await aChat();
      const room = runs.enter(chat.ownerId, chat.id);
      expect(codeOf(() => runs.enter(chat.ownerId, chat.id))).toBe('CHAT_BUSY');
      room.leave();
      expect(codeOf(() => runs.enter(chat.ownerId, chat.id))).toBe('allowed');
    });

    it('holds a chat busy until the answer has ended', async () => {
      const chat = await aChat();
      const { run, end } = begin(chat);
      expect(codeOf(() => runs.enter(chat.ownerId, chat.id))).toBe('CHAT_BUSY');
      end();
      await run.finished;
      await new Promise((resolve) => setImmediate(resolve));
      expect(codeOf(() => runs.enter(chat.ownerId, chat.id))).toBe('allowed');
    });

    it('lets new chats begin side by side, up to a hundred for one person', () => {
      const ownerId = randomUUID();
      for (let count = 0; count < 100; count += 1) runs.enter(ownerId, null);
      expect(codeOf(() => runs.enter(ownerId, null))).toBe('STREAM_LIMIT');
      expect(codeOf(() => runs.enter(randomUUID(), null))).toBe('allowed');
    });

    it('finds an answer for its owner alone', async () => {
      const chat = await aChat();
      const { run, end } = begin(chat);
      expect(runs.find(chat.ownerId, run.messageId)).toBe(run);
      expect(runs.find(randomUUID(), run.messageId)).toBeNull();
      expect(runs.find(chat.ownerId, randomUUID())).toBeNull();
      end();
      await run.finished;
    });

    it('finds an answer after its end, but no longer among those in progress', async () => {
      const chat = await aChat();
      const { run, end } = begin(chat);
      expect(runs.activeMessageIds()).toEqual([run.messageId]);
      end();
      await run.finished;
      await new Promise((resolve) => setImmediate(resolve));
      expect(runs.activeMessageIds()).toEqual([]);
      expect(runs.find(chat.ownerId, run.messageId)).toBe(run);
    });

    it('cancels what runs in one chat and leaves the others alone', async () => {
      const [mine, other] = [begin(await aChat()), begin(await aChat())];
      await runs.cancelIn(randomUUID(), mine.run.chat.id);
      expect(mine.run.cancellation.signal.aborted).toBe(false);
      await runs.cancelIn(mine.run.chat.ownerId, mine.run.chat.id);
      expect(mine.run.cancellation.signal.aborted).toBe(true);
      expect(other.run.cancellation.signal.aborted).toBe(false);
      other.end();
      await other.run.finished;
    });

    it('waits for answers to end when it drains', async () => {
      const { run, end } = begin(await aChat());
      const drained = runs.drain(60_000);
      end();
      await drained;
      expect(run.cancellation.signal.aborted).toBe(false);
    });

    it('cancels what does not end in time when it drains', async () => {
      const { run } = begin(await aChat());
      await runs.drain(20);
      expect(run.cancellation.signal.aborted).toBe(true);
    });
  });
});
