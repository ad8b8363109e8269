import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Chat, ChatPage, FileInfo, SendMessageResponse, Share, ShareContent } from '@mateship/contracts';
import { deriveShareKeys, formatShareFragment, openShare, sealShare, type SealedShare, type ShareFacts } from '@mateship/crypto/browser';
import { Metrics } from '@mateship/service-kit';
import type { z } from 'zod';
import { DataKeys } from '../src/keys/data-keys.js';
import { BlobStore } from '../src/platform/blob-store.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;
const UNOPENED = [422, 'DECRYPTION_FAILED'];
/** What is taken over from another row, and whether the gateway still has the keys of both. */
const MOVES: [columns: string, isWarm: boolean][] = [['title', true], ['title', false], ['title, key_id, key_epoch', true], ['title, key_id, key_epoch', false]];

/** Somebody who writes to the database and the store for files, but has no key. */
describe('sealed contents that somebody puts in another place', () => {
  let gateway: TestGateway;
  let me: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
  });
  afterAll(() => gateway.stop());

  const sql = (statement: string, ...parameters: unknown[]) => gateway.dataSource.query<Record<string, unknown>[]>(statement, parameters);
  const coldKeys = () => gateway.service.app.get(DataKeys).onModuleDestroy();
  const ask = async (route: string, caller = me) => {
    const { status, code } = await gateway.json('GET', route, caller);
    return [status, code];
  };
  const alarms = async (purpose: string) => {
    const text = await gateway.service.app.get(Metrics).registry.metrics();
    return Number(new RegExp(`^contents_unopened_total\\{[^}]*purpose="${purpose}"[^}]*\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };
  /** Takes columns of a row over into another one. */
  const take = (table: string, columns: string, to: string, from: string) =>
    sql(`UPDATE ${table} SET ${columns.split(', ').map((name) => `${name} = other.${name}`).join(', ')} FROM ${table} other WHERE ${table}.id = $1 AND other.id = $2`, to, from);

  describe('as the title of a chat', () => {
    const aChat = async (content: string, caller = me) => (await gateway.json<Sent>('POST', '/v1/chat/message', caller, { content })).body.chat.id;

    it.each(MOVES)('are never shown there: %s, with keys in memory: %s', async (columns, isWarm) => {
      const [one, two] = [await aChat('a quokka'), await aChat('a wombat')];
      const before = await alarms('chat');
      await take('chat', columns, two, one);
      if (!isWarm) coldKeys();
      const { items } = (await gateway.json<z.infer<typeof ChatPage>>('GET', '/v1/chat', me)).body;
      expect(items.map(({ id, title }) => [id, title])).toEqual([[two, ''], [one, 'a quokka']]);
      expect((await ask(`/v1/chat/${two}`))[0]).toBeGreaterThanOrEqual(400);
      if (isWarm || columns === 'title') expect(await alarms('chat')).toBeGreaterThan(before);
    });

    it('are not read by the owner that the row was given to', async () => {
      const thief = await gateway.caller();
      const id = await aChat('a quokka');
      await sql('UPDATE chat SET owner_id = $2 WHERE id = $1', id, thief.id);
      for (const forget of [() => undefined, coldKeys]) {
        forget();
        const chat = await gateway.json<Chat>('GET', `/v1/chat/${id}?remains=true`, thief);
        expect(JSON.stringify([chat.body, (await gateway.json('GET', '/v1/chat', thief)).body])).not.toContain('quokka');
        expect((await ask(`/v1/chat/${id}`, thief))[0]).toBeGreaterThanOrEqual(400);
      }
    });
  });

  describe('as a file', () => {
    const upload = async (words: string, caller = me) => {
      const form = new FormData();
      form.append('file', new Blob([words], { type: 'text/plain' }), `${words}.txt`);
      return ((await (await fetch(`${gateway.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${caller.token}` }, body: form })).json()) as FileInfo).id;
    };
    const blobs = () => gateway.service.app.get(BlobStore);
    const bytesOf = async (id: string) => buffer((await blobs().get(id))!);
    /** What a reader gets of a file, however far it comes. */
    const contentOf = async (id: string, caller = me) => {
      const response = await gateway.fetch('GET', `/v1/files/${id}/content`, caller).catch(() => null);
      return response ? `${response.status} ${await response.text().catch(() => '')}` : 'cut';
    };

    it.each(MOVES.map(([columns, isWarm]) => [columns.replace('title', 'meta'), isWarm] as const))('have no name there: %s, with keys in memory: %s', async (columns, isWarm) => {
      const [one, two] = [await upload('quokka'), await upload('wombat')];
      await take('file', columns, two, one);
      if (!isWarm) coldKeys();
      if (isWarm || columns === 'meta') expect(await ask(`/v1/files/${two}`)).toEqual(UNOPENED);
      else expect((await ask(`/v1/files/${two}`))[0]).toBeGreaterThanOrEqual(400);
      expect(await contentOf(two)).not.toMatch(/quokka|wombat/);
    });

    it('count as unopened', async () => {
      const [one, two] = [await upload('quokka'), await upload('wombat')];
      const before = await alarms('file');
      await take('file', 'meta', two, one);
      expect(await ask(`/v1/files/${two}`)).toEqual(UNOPENED);
      expect(await alarms('file')).toBe(before + 1);
    });

    it('give not a byte of another one, of their own name, of one that was cut or of one that was changed', async () => {
      const [one, two] = [await upload('quokka'), await upload('wombat')];
      const [own, foreign] = [await bytesOf(two), await bytesOf(one)];
      const [{ meta }] = (await sql('SELECT meta FROM file WHERE id = $1', two)) as [{ meta: Buffer }];
      const changed = Buffer.from(own);
      changed[changed.length - 1]! ^= 1;
      for (const bytes of [foreign, meta, own.subarray(0, -1), own.subarray(0, 40), Buffer.alloc(0), changed, Buffer.concat([own, Buffer.alloc(1)])]) {
        const before = await alarms('file');
        await blobs().put(two, Readable.from([bytes]));
        expect(await contentOf(two)).toMatch(/^422 \{"error":\{"code":"DECRYPTION_FAILED"(?!.*(quokka|wombat))/);
        expect(await alarms('file')).toBe(before + 1);
      }
      await blobs().put(two, Readable.from([own]));
      expect(await contentOf(two)).toBe('200 wombat');
    });

    it('break off where they were changed, so that no reader takes them for whole', async () => {
      const id = await upload('wombat '.repeat(100_000));
      const bytes = await bytesOf(id);
      bytes[bytes.length - 100]! ^= 1;
      const before = await alarms('file');
      await blobs().put(id, Readable.from([bytes]));
      const response = await gateway.fetch('GET', `/v1/files/${id}/content`, me);
      await expect(response.arrayBuffer()).rejects.toThrow();
      expect(await alarms('file')).toBe(before + 1);
    });

    it('are not read by the owner that the row was given to', async () => {
      const thief = await gateway.caller();
      const id = await upload('quokka');
      await sql('UPDATE file SET owner_id = $2 WHERE id = $1', id, thief.id);
      expect(await ask(`/v1/files/${id}`, thief)).toEqual(UNOPENED);
      expect(await contentOf(id, thief)).not.toContain('quokka');
      coldKeys();
      expect((await ask(`/v1/files/${id}`, thief))[0]).toBe(404);
    });
  });

  describe('as a link', () => {
    const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
    const aLink = async (words: string) => {
      const sent = (await gateway.json<Sent>('POST', '/v1/chat/message', me, { content: words })).body;
      const facts: ShareFacts = { sharerId: me.id, fromMessageId: sent.userMessageId, toMessageId: sent.message.id, expiresAt: null, maxViews: null };
      const sealed = await sealShare(facts, Buffer.from(words));
      const { enc, auth } = await deriveShareKeys(sealed.secret);
      const fragment = formatShareFragment({ secret: sealed.secret, hasPassword: false });
      const { fromMessageId, toMessageId } = facts;
      const body = { chatId: sent.chat.id, fromMessageId, toMessageId, fragment, authHash: b64(sealed.authHash), wrappedKey: b64(sealed.wrappedKey), content: b64(sealed.content) };
      return { id: (await gateway.json<Share>('POST', '/v1/shares', me, body)).body.id, enc, auth: b64(auth), fragment };
    };
    const opened = async ({ id, enc, auth }: Awaited<ReturnType<typeof aLink>>) => {
      const content = (await (await gateway.fetch('POST', `/v1/shares/${id}/content`, null, undefined, { 'x-share-auth': auth })).json()) as ShareContent;
      const sealed: Pick<SealedShare, 'wrappedKey' | 'content'> = { wrappedKey: Buffer.from(content.wrappedKey, 'base64url'), content: Buffer.from(content.content, 'base64url') };
      return Buffer.from(await openShare(enc, { ...content, expiresAt: null }, sealed)).toString();
    };

    it('open for the holder whom they were made for, and for no other', async () => {
      const [one, two] = [await aLink('a quokka'), await aLink('a wombat')];
      expect(await opened(two)).toBe('a wombat');
      for (const columns of ['content', 'wrapped_key', 'content, wrapped_key', 'from_message_id', 'to_message_id', 'content, wrapped_key, from_message_id, to_message_id']) {
        const [row] = await sql('SELECT * FROM share WHERE id = $1', two.id);
        await take('share', columns, two.id, one.id);
        await expect(opened(two)).rejects.toThrow('could not be opened');
        for (const name of columns.split(', ')) await sql(`UPDATE share SET ${name} = $2 WHERE id = $1`, two.id, row![name]);
      }
      expect(await opened(two)).toBe('a wombat');
    });

    it('open no more once they were given more views than their owner gave them', async () => {
      const one = await aLink('a quokka');
      await sql('UPDATE share SET max_views = 9 WHERE id = $1', one.id);
      await expect(opened(one)).rejects.toThrow('could not be opened');
    });

    it.each(['link', 'link, key_id, key_epoch'])('are not shown to their owner in the place of another: %s', async (columns) => {
      const [one, two] = [await aLink('a quokka'), await aLink(randomBytes(4).toString('hex'))];
      const before = await alarms('share');
      await take('share', columns, two.id, one.id);
      const { status, body } = await gateway.json('GET', `/v1/shares/${two.id}/link`, me);
      expect([status, JSON.stringify(body).includes(one.fragment)]).toEqual([422, false]);
      expect(await alarms('share')).toBe(before + 1);
    });
  });
});
