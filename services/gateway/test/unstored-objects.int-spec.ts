import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { DomainError, type SendMessageResponse } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import { JsonLogger } from '@mateship/service-kit';
import type { z } from 'zod';
import { ChatImport } from '../src/chat/chat-import.js';
import { ChatService } from '../src/chat/chat.service.js';
import { ChatErasure } from '../src/chat/erasure/chat-erasure.js';
import { ExchangesRepository } from '../src/chat/exchanges.repository.js';
import { FilesRepository } from '../src/files/files.repository.js';
import { FilesService } from '../src/files/files.service.js';
import { DataKeys } from '../src/keys/data-keys.js';
import { UnstoredKeys } from '../src/keys/unstored-keys/unstored-keys.js';
import { UnstoredKeysRepository } from '../src/keys/unstored-keys/unstored-keys.repository.js';
import { VaultClient } from '../src/keys/vault.client.js';
import { MatesRepository } from '../src/mates/mates.repository.js';
import { MatesService } from '../src/mates/mates.service.js';
import { BlobStore } from '../src/platform/blob-store.js';
import { SharesRepository } from '../src/shares/shares.repository.js';
import { SharesService } from '../src/shares/shares.service.js';
import { TestGateway, type Caller } from './support/gateway.js';
import { UnstoredKeysWatch } from './support/unstored-keys-watch.js';

const A_MATE = { name: 'Librarian', description: 'Knows books.', prompt: 'You know every book.', model: null };
const random = (bytes: number) => randomBytes(bytes).toString('base64url');

describe('keys of objects that were not stored', () => {
  let gateway: TestGateway;
  let me: Caller;
  let chat: z.infer<typeof SendMessageResponse>;
  let watch: UnstoredKeysWatch;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller('admin');
    chat = (await gateway.json<typeof chat>('POST', '/v1/chat/message', me, { content: 'hello' })).body;
    watch = new UnstoredKeysWatch(gateway);
  });
  afterEach(() => {
    gateway.vault.failure = null;
    gateway.vault.tamper = (sealed) => sealed;
    jest.restoreAllMocks();
  });
  afterAll(() => gateway.stop());

  const files = () => gateway.service.app.get(FilesService);
  const blobs = () => gateway.service.app.get(BlobStore);
  const mates = () => gateway.service.app.get(MatesService);
  const shares = () => gateway.service.app.get(SharesService);
  const rows = async (table: string) => (await gateway.dataSource.query<unknown[]>(`SELECT id FROM ${table}`)).length;
  const upload = () => files().store(me.id, 'a.txt', Readable.from([Buffer.from('hello')]));
  const share = (fragment = random(32)) =>
    shares().create(me.id, {
      chatId: chat.chat.id, fromMessageId: chat.userMessageId, toMessageId: chat.message.id, expiresAt: null, maxViews: null,
      fragment, authHash: random(32), wrappedKey: random(60), content: random(60),
    });

  /** How an object of each kind comes to be, what stores it, and what can be read of it. */
  const KINDS = {
    chat: { make: () => gateway.service.app.get(ChatImport).create(me.id, 'Copy', [{ role: 'user', content: 'hi', createdAt: new Date().toISOString(), attachments: [], citations: [] }]), store: [ExchangesRepository, 'begin'], refusal: 'CHAT_BUSY', read: async (id: string) => (await gateway.service.app.get(ChatService).get(me.id, id, false)).title, content: 'Copy' },
    file: { make: upload, store: [FilesRepository, 'insert'], refusal: 'KMS_UNAVAILABLE', read: async (id: string) => text((await files().open(me.id, id)).body), content: 'hello' },
    mate: { make: () => mates().create(me.id, A_MATE), store: [MatesRepository, 'insert'], refusal: 'KMS_UNAVAILABLE', read: async (id: string) => (await mates().forAnswer(id)).prompt, content: A_MATE.prompt },
    share: { make: () => share('fragment'), store: [SharesRepository, 'insert'], refusal: 'KMS_UNAVAILABLE', read: async (id: string) => (await shares().link(me.id, id)).fragment, content: 'fragment' },
  } as const;
  /** Does something in the place of storing, once. */
  const insteadOfStoring = (kind: keyof typeof KINDS, action: (store: () => Promise<unknown>) => Promise<unknown>) => {
    const [type, method] = KINDS[kind].store;
    const repository = gateway.service.app.get<Record<string, (...given: unknown[]) => Promise<unknown>>>(type);
    const original = repository[method]!.bind(repository);
    jest.spyOn(repository, method).mockImplementationOnce((...given) => action(() => original(...given)));
  };
  const killed = () => Promise.reject(new Error('killed'));

  describe.each(['chat', 'file', 'mate', 'share'] as const)('a %s', (kind) => {
    const { make, refusal, read, content } = KINDS[kind];

    it('leaves nothing when the server was killed before the vault was asked', async () => {
      jest.spyOn(gateway.service.app.get(VaultClient), 'createKey').mockImplementationOnce(killed);
      await expect(make()).rejects.toThrow('killed');
      expect([watch.made(), await watch.notes()]).toEqual([[], 1]);
      await watch.sweepAfterAWhile();
      expect(await watch.notes()).toBe(0);
    });

    it('leaves nothing when the answer of the vault never arrived', async () => {
      gateway.vault.tamper = () => {
        throw new DomainError('KMS_UNAVAILABLE');
      };
      await expect(make()).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
      expect([watch.made().length, await watch.notes()]).toEqual([1, 1]);
      await watch.sweepAfterAWhile();
      expect([watch.made(), await watch.notes()]).toEqual([[], 0]);
    });

    it('leaves nothing when the server was killed before it was stored', async () => {
      const before = await rows(kind);
      insteadOfStoring(kind, killed);
      await expect(make()).rejects.toThrow('killed');
      expect([watch.made().length, await watch.notes()]).toEqual([1, 1]);
      await watch.sweepAfter(10);
      expect([watch.made().length, await watch.notes()]).toEqual([1, 1]);
      await watch.sweepAfterAWhile();
      expect([watch.made(), await watch.notes(), await rows(kind)]).toEqual([[], 0, before]);
    });

    it('keeps its key when it was stored and the server was killed then', async () => {
      insteadOfStoring(kind, async (store) => {
        await store();
        return killed();
      });
      await expect(make()).rejects.toThrow('killed');
      await watch.sweepAfterAWhile();
      expect([watch.made().length, await watch.notes()]).toEqual([1, 0]);
      const { id } = await make();
      await watch.sweepAfterAWhile();
      expect([watch.made().length, await watch.notes(), await read(id)]).toEqual([2, 0, content]);
    });

    it('is not stored under a key that was given up, and can be made anew', async () => {
      const before = await rows(kind);
      insteadOfStoring(kind, async (store) => {
        await watch.sweepAfterAWhile();
        return store();
      });
      await expect(make()).rejects.toMatchObject({ code: refusal });
      expect([watch.made(), await watch.notes(), await rows(kind)]).toEqual([[], 0, before]);
      expect(await read((await make()).id)).toBe(content);
    });
  });

  describe('a file', () => {
    it('takes its content along, and waits for a store of contents that is away', async () => {
      const put = jest.spyOn(blobs(), 'put');
      insteadOfStoring('file', killed);
      await expect(upload()).rejects.toThrow('killed');
      const [id] = put.mock.calls[0]!;
      expect((await buffer((await blobs().get(id))!)).length).toBeGreaterThan(0);
      jest.spyOn(blobs(), 'delete').mockRejectedValue(new DomainError('BLOBS_UNAVAILABLE'));
      await watch.sweepAfterAWhile();
      expect([watch.made(), await watch.notes()]).toEqual([[], 1]);
      jest.restoreAllMocks();
      await watch.sweepAfterAWhile();
      expect([await watch.notes(), await blobs().get(id)]).toEqual([0, null]);
    });

    it('may take minutes to be stored', async () => {
      insteadOfStoring('file', async (store) => {
        await watch.sweepAfter(240);
        return store();
      });
      expect(await KINDS.file.read((await upload()).id)).toBe('hello');
    });

    /** Another gateway, which does not know what arrives here. */
    const elsewhere = () => new UnstoredKeys(gateway.service.app.get(UnstoredKeysRepository), gateway.service.app.get(DataKeys), blobs(), new JsonLogger('test'));

    /** Sends a little, does something when that is being written, and sends the rest. */
    const uploadAround = (action: () => Promise<unknown>) => {
      const put = jest.spyOn(blobs(), 'put');
      const sent = async function* () {
        yield Buffer.alloc(100_000, 'a');
        await eventually(() => put.mock.calls.length === 1);
        await action();
        yield Buffer.from('z');
      };
      return files().store(me.id, 'a.txt', Readable.from(sent()));
    };

    it('may take as long to arrive as its sender needs', async () => {
      const { id } = await uploadAround(async () => {
        for (let passed = 0; passed < 3; passed += 1) await watch.sweepAfterAWhile();
      });
      expect(await KINDS.file.read(id)).toBe(`${'a'.repeat(100_000)}z`);
      expect([watch.made().length, await watch.notes()]).toEqual([1, 0]);
    });

    it('that another gateway gave up is refused when it has arrived, and leaves nothing', async () => {
      const before = await rows('file');
      const put = jest.spyOn(blobs(), 'put');
      await expect(uploadAround(() => watch.sweepAfterAWhile(elsewhere()))).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE' });
      expect([watch.made(), await watch.notes(), await rows('file'), await blobs().get(put.mock.calls[0]![0])]).toEqual([[], 0, before, null]);
    });

    it('whose content ends after its key was given up leaves nothing', async () => {
      const before = await rows('file');
      const original = blobs().put.bind(blobs());
      const put = jest.spyOn(blobs(), 'put').mockImplementationOnce(async (id, body) => {
        const bytes = await buffer(body);
        await original(id, Readable.from([bytes]));
      });
      await expect(uploadAround(() => watch.sweepAfterAWhile(elsewhere()))).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
      expect([watch.made(), await watch.notes(), await rows('file'), await blobs().get(put.mock.calls[0]![0])]).toEqual([[], 0, before, null]);
    });
  });

  it('a link leaves nothing when its chat went before it was stored', async () => {
    insteadOfStoring('share', async (store) => {
      await gateway.service.app.get(ChatErasure).erase(me.id, chat.chat.id);
      return store();
    });
    await expect(share()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await watch.sweepAfterAWhile();
    expect([watch.made(), await watch.notes()]).toEqual([[], 0]);
  });

  it('a key that an object has is not given up, whatever is noted', async () => {
    const { id } = await upload();
    await gateway.dataSource.query(`INSERT INTO unstored_key (key_id, purpose, owner_id, object_id) SELECT key_id, 'file', owner_id, id FROM file WHERE id = $1`, [id]);
    await gateway.dataSource.query(`INSERT INTO unstored_key (key_id, purpose, owner_id, object_id) VALUES ($1, 'mate', $2, $3)`, [randomUUID(), me.id, randomUUID()]);
    await watch.sweepAfterAWhile();
    expect([await watch.notes(), await KINDS.file.read(id)]).toEqual([1, 'hello']);
    await gateway.dataSource.query('DELETE FROM unstored_key');
  });
});
