import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError, type Chat, type ChatSummary, type Share, type ShareContent, type ShareLink, type SendMessageResponse } from '@mateship/contracts';
import { deriveShareKeys, formatShareFragment, openShare, sealShare, type ShareFacts } from '@mateship/crypto/browser';
import type { z } from 'zod';
import { ShareEndings } from '../src/shares/share-endings.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;
interface Made {
  share: Share;
  fragment: string;
  auth: string;
  enc: Uint8Array;
}
const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const SNAPSHOT = { title: 'Wombats', messages: [{ role: 'user', content: 'what is a wombat', createdAt: '2026-01-01T00:00:00.000Z', attachments: ['zoo.pdf'], citations: [] }] };

describe('guesses of links', () => {
  it('are counted by address, whatever X-Forwarded-For claims and whichever link they try', async () => {
    const gateway = await TestGateway.start({ rateLimit: 15 });
    const guess = async (n: number) => (await gateway.fetch('POST', `/v1/shares/${randomUUID()}/content`, null, undefined, { 'x-share-auth': b64(randomBytes(32)), 'x-forwarded-for': `10.0.0.${n}` })).status;
    const answers: number[] = [];
    for (let n = 0; n < 4; n += 1) answers.push(await guess(n));
    await gateway.stop();
    expect(answers).toEqual([404, 404, 404, 429]);
  });
});

describe('links', () => {
  let gateway: TestGateway;
  let me: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
  });
  afterAll(() => gateway.stop());

  const newChat = async (caller = me): Promise<Sent> => (await gateway.json<Sent>('POST', '/v1/chat/message', caller, { content: 'what is a wombat' })).body;
  /** A request as a browser makes it, and what only the browser knows. */
  const aRequest = async (chat: Sent, changes: Partial<ShareFacts> = {}, caller = me) => {
    const facts: ShareFacts = { sharerId: caller.id, fromMessageId: chat.userMessageId, toMessageId: chat.message.id, expiresAt: null, maxViews: null, ...changes };
    const sealed = await sealShare(facts, Buffer.from(JSON.stringify(SNAPSHOT)));
    const { enc, auth } = await deriveShareKeys(sealed.secret);
    const fragment = formatShareFragment({ secret: sealed.secret, hasPassword: false });
    const { fromMessageId, toMessageId, maxViews } = facts;
    const body = {
      chatId: chat.chat.id, fromMessageId, toMessageId, maxViews, fragment, expiresAt: facts.expiresAt === null ? null : new Date(facts.expiresAt).toISOString(),
      authHash: b64(sealed.authHash), wrappedKey: b64(sealed.wrappedKey), content: b64(sealed.content),
    };
    return { body, enc, auth: b64(auth), fragment };
  };
  const make = async (changes: Partial<ShareFacts> = {}, chat?: Sent): Promise<Made> => {
    const { body, ...rest } = await aRequest(chat ?? (await newChat()), changes);
    const { status, body: share } = await gateway.json<Share>('POST', '/v1/shares', me, body);
    expect(status).toBe(201);
    return { share, ...rest };
  };
  const read = (id: string, auth: string | null) => gateway.fetch('POST', `/v1/shares/${id}/content`, null, undefined, auth === null ? {} : { 'x-share-auth': auth });
  const readCode = async (id: string, auth: string) => {
    const response = await read(id, auth);
    return [response.status, ((await response.json()) as { error?: { code: string } }).error?.code];
  };
  const list = async (query = '', caller = me) => (await gateway.json<{ items: Share[]; nextCursor: string | null }>('GET', `/v1/shares${query}`, caller)).body;
  const revoke = (id: string, caller: Caller = me) => gateway.fetch('DELETE', `/v1/shares/${id}`, caller);
  const row = async (id: string) => (await gateway.dataSource.query('SELECT * FROM share WHERE id = $1', [id]))[0] as Record<string, unknown> | undefined;
  const expire = (id: string) => gateway.dataSource.query(`UPDATE share SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);
  const plain = async (response: Response) => `${response.status} ${(await response.text()).replace(/"(timestamp|requestId)":"[^"]*"/g, '')}`;

  it('give their holder the sealed snapshot and what it is bound to', async () => {
    const { share, auth, enc } = await make({ maxViews: 3, expiresAt: Date.now() + 3_600_000 });
    const response = await read(share.id, auth);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const content = (await response.json()) as ShareContent;
    const facts = { ...content, expiresAt: Date.parse(content.expiresAt!) };
    const opened = await openShare(enc, facts, { wrappedKey: Buffer.from(content.wrappedKey, 'base64url'), content: Buffer.from(content.content, 'base64url') });
    expect(JSON.parse(Buffer.from(opened).toString())).toEqual(SNAPSHOT);
    expect(content).toMatchObject({ sharedBy: expect.stringMatching(/^caller-/) as string, sharerId: me.id, views: 1, maxViews: 3 });
  });

  it('are shown again to their owner alone', async () => {
    const { share, fragment } = await make();
    expect((await gateway.json<ShareLink>('GET', `/v1/shares/${share.id}/link`, me)).body).toEqual({ id: share.id, fragment });
    const others = await Promise.all([gateway.caller(), gateway.caller('admin')]);
    const answers = await Promise.all(others.flatMap((caller) => [share.id, randomUUID()].map(async (id) => plain(await gateway.fetch('GET', `/v1/shares/${id}/link`, caller)))));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^404 /);
  });

  it('are listed with the title of their chat, the newest first, in pages and by chat', async () => {
    const chat = await newChat();
    const made = [await make({}, chat), await make({ maxViews: 2 }), await make({}, chat)].map(({ share }) => share.id).reverse();
    const first = await list('?limit=2');
    expect(first.items).toMatchObject([{ id: made[0], chatTitle: 'what is a wombat', views: 0, state: 'active', hasPassword: false }, { id: made[1], maxViews: 2 }]);
    expect((await list(`?limit=2&cursor=${first.nextCursor}`)).items.map(({ id }) => id)).toEqual([made[2]]);
    expect((await list(`?chatId=${chat.chat.id}`)).items.map(({ id }) => id)).toEqual([made[0], made[2]]);
    expect((await list('', await gateway.caller())).items).toEqual([]);
  });

  it('open exactly as often as allowed, however many come at once', async () => {
    const { share, auth } = await make({ maxViews: 5 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => readCode(share.id, auth)));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(5);
    expect(answers.filter(([, code]) => code === 'SHARE_GONE')).toHaveLength(45);
    expect((await list()).items[0]).toMatchObject({ views: 5, state: 'used_up' });
  });

  it('are one and the same 404 for whoever does not hold them', async () => {
    const { share, auth } = await make();
    const wrong = b64(randomBytes(32));
    const asked = [read(share.id, wrong), read(share.id, null), read(share.id, ''), read(share.id, `${auth}A`), read(share.id.toUpperCase(), wrong), read(randomUUID(), auth), read('nonsense', auth), read('..%2f..', auth)];
    const answers = await Promise.all(asked.map(async (response) => plain(await response)));
    expect([new Set(answers).size, answers[0]]).toEqual([1, expect.stringContaining('404 {"error":{"code":"NOT_FOUND"')]);
    await revoke(share.id);
    expect(await plain(await read(share.id, wrong))).toBe(answers[0]);
    expect((await row(share.id))?.views).toBe(0);
  });

  it('that are revoked are gone at once, with their key and everything they opened, and others stay', async () => {
    const chat = await newChat();
    const [one, two] = [await make({}, chat), await make({}, chat)];
    const { key_id: keyId } = (await row(one.share.id))!;
    expect((await revoke(one.share.id)).status).toBe(204);
    expect(await readCode(one.share.id, one.auth)).toEqual([410, 'SHARE_GONE']);
    expect(await row(one.share.id)).toMatchObject({ content: null, wrapped_key: null, link: null, key_id: null });
    expect(gateway.vault.keyIds).not.toContain(keyId);
    expect((await gateway.json('GET', `/v1/shares/${one.share.id}/link`, me)).code).toBe('SHARE_GONE');
    expect((await revoke(one.share.id)).status).toBe(204);
    expect((await read(two.share.id, two.auth)).status).toBe(200);
    expect((await gateway.json<Chat>('GET', `/v1/chat/${chat.chat.id}`, me)).body.messages).toHaveLength(2);
    expect((await list()).items.map(({ state }) => state)).toEqual(['active', 'revoked']);
  });

  it('are revoked also while the vault is away, and lose their key when it is back', async () => {
    const { share, auth } = await make();
    const { key_id: keyId } = (await row(share.id))!;
    gateway.vault.failure = new DomainError('KMS_UNAVAILABLE');
    expect((await revoke(share.id)).status).toBe(204);
    gateway.vault.failure = null;
    expect(await readCode(share.id, auth)).toEqual([410, 'SHARE_GONE']);
    expect(gateway.vault.keyIds).toContain(keyId);
    await gateway.service.app.get(ShareEndings).sweep();
    expect(gateway.vault.keyIds).not.toContain(keyId);
  });

  it('that are over are gone, and soon hold nothing any more', async () => {
    const [expired, used] = [await make({ expiresAt: Date.now() + 60_000 }), await make({ maxViews: 1 })];
    await expire(expired.share.id);
    await read(used.share.id, used.auth);
    await gateway.service.app.get(ShareEndings).sweep();
    for (const { share, auth } of [expired, used]) {
      expect(await readCode(share.id, auth)).toEqual([410, 'SHARE_GONE']);
      expect(await row(share.id)).toMatchObject({ content: null, wrapped_key: null, link: null, key_id: null });
    }
    expect((await list()).items.map(({ state }) => state)).toEqual(['used_up', 'expired']);
  });

  it('go with their chat', async () => {
    const chat = await newChat();
    const { share, auth } = await make({}, chat);
    const { key_id: keyId } = (await row(share.id))!;
    expect((await gateway.fetch('POST', '/v1/chat/delete', me, { chatId: chat.chat.id })).status).toBe(204);
    expect([await row(share.id), gateway.vault.keyIds.includes(String(keyId))]).toEqual([undefined, false]);
    expect(await readCode(share.id, auth)).toEqual([404, 'NOT_FOUND']);
  });

  it('open for nobody while their owner is suspended', async () => {
    const { share, auth } = await make();
    await gateway.dataSource.query('UPDATE user_account SET suspended_at = now() WHERE id = $1', [me.id]);
    expect(await readCode(share.id, auth)).toEqual([410, 'SHARE_GONE']);
  });

  it('can be revoked by an administrator, who cannot read them, and by no other user', async () => {
    const { share, auth } = await make();
    const [admin, other] = await Promise.all([gateway.caller('admin'), gateway.caller()]);
    expect([(await revoke(share.id, admin)).status, (await revoke(share.id, other)).status]).toEqual([404, 404]);
    expect((await gateway.json('DELETE', `/v1/admin/shares/${share.id}`, other)).code).toBe('FORBIDDEN');
    expect((await gateway.json('POST', `/v1/shares/${share.id}/content`, admin)).status).toBe(404);
    expect((await gateway.fetch('DELETE', `/v1/admin/shares/${share.id}`, admin)).status).toBe(204);
    expect(await readCode(share.id, auth)).toEqual([410, 'SHARE_GONE']);
    expect((await gateway.json('DELETE', `/v1/admin/shares/${randomUUID()}`, admin)).code).toBe('NOT_FOUND');
  });

  it('are made of one’s own chat, and of a range that lies in it', async () => {
    const [chat, other] = [await newChat(), await newChat()];
    const stranger = await gateway.caller();
    const asked = async (changes: Record<string, unknown>, caller = me) => (await gateway.json('POST', '/v1/shares', caller, { ...(await aRequest(chat)).body, ...changes })).status;
    expect(await asked({}, stranger)).toBe(404);
    expect(await asked({ chatId: randomUUID() })).toBe(404);
    expect(await asked({ toMessageId: other.message.id })).toBe(404);
    expect(await asked({ fromMessageId: chat.message.id, toMessageId: chat.userMessageId })).toBe(404);
    expect(await asked({ fromMessageId: chat.message.id })).toBe(201);
  });

  it.each([
    ['an end that has passed', { expiresAt: '2020-01-01T00:00:00.000Z' }],
    ['an end in the far future', { expiresAt: '2999-01-01T00:00:00.000Z' }],
    ['no views', { maxViews: 0 }],
    ['half a view', { maxViews: 1.5 }],
    ['a secret that is none', { fragment: '1.abc' }],
    ['an auth hash that is none', { authHash: 'abc' }],
    ['a key of another length', { wrappedKey: 'AAAA' }],
    ['no content', { content: '' }],
    ['an id of its own', { id: randomUUID() }],
    ['an owner of its own', { ownerId: randomUUID() }],
    ['a password that the server would see', { password: 'secret' }],
  ])('are not made with %s', async (_what, change) => {
    const { body } = await aRequest(await newChat());
    expect((await gateway.json('POST', '/v1/shares', me, { ...body, ...change })).status).toBe(400);
  });

  it('need the scope share of an API key, which opens no chat', async () => {
    const chat = await newChat();
    const keyWith = async (scopes: string[]): Promise<Caller> => ({ id: me.id, token: (await gateway.json<{ key: string }>('POST', '/v1/api_keys', me, { name: 'k', scopes })).body.key });
    const [sharing, chatting] = await Promise.all([keyWith(['share']), keyWith(['chat'])]);
    expect((await gateway.json('POST', '/v1/shares', sharing, (await aRequest(chat)).body)).status).toBe(201);
    expect((await gateway.json('GET', '/v1/chat', sharing)).code).toBe('SCOPE_DENIED');
    for (const [method, path] of [['GET', '/v1/shares'], ['DELETE', `/v1/shares/${randomUUID()}`], ['GET', `/v1/shares/${randomUUID()}/link`]] as const) {
      expect((await gateway.json(method, path, chatting)).code).toBe('SCOPE_DENIED');
    }
  });

  it('leave no secret in the database', async () => {
    const { share, fragment, auth } = await make();
    await read(share.id, auth);
    const text = JSON.stringify(await gateway.dataSource.query(`SELECT share::text AS text, encode(link, 'escape') AS link, encode(content, 'escape') AS content FROM share`));
    for (const secret of [fragment.slice(2), Buffer.from(fragment.slice(2), 'base64url').toString('hex'), auth, Buffer.from(auth, 'base64url').toString('hex'), 'wombat', 'zoo.pdf']) expect(text).not.toContain(secret);
  });

  describe('copied by a reader', () => {
    const copy = (snapshot: unknown, caller = me) => gateway.json<ChatSummary>('POST', '/v1/shares/copy', caller, snapshot);
    const citation = { n: 1, fileName: 'zoo.pdf', page: 2, heading: null, quote: 'Wombats dig.' };
    const two = { title: 'Wombats', messages: [...SNAPSHOT.messages, { ...SNAPSHOT.messages[0], role: 'assistant', content: 'An animal [1].', attachments: [], citations: [citation] }] };

    it('become a chat of the reader that can go on', async () => {
      const { status, body } = await copy(two);
      expect([status, body.title]).toEqual([201, 'Wombats']);
      const { messages } = (await gateway.json<Chat>('GET', `/v1/chat/${body.id}`, me)).body;
      expect(messages).toMatchObject([{ role: 'user', parentId: null, attachments: [] }, { role: 'assistant', parentId: messages[0]!.id, content: 'An animal [1].', citations: [{ ...citation, fileId: null }] }]);
      const sent = await gateway.json<Sent>('POST', '/v1/chat/message', me, { chatId: body.id, content: 'go on' });
      expect(sent.body.message.content).toBe('go on ');
      expect((await gateway.json('GET', `/v1/chat/${body.id}`, await gateway.caller())).status).toBe(404);
    });

    it('lie in the database sealed', async () => {
      await copy({ ...two, title: 'A quokka' });
      const rows = await gateway.dataSource.query(`SELECT encode(title, 'escape') AS text FROM chat UNION ALL SELECT encode(body, 'escape') FROM message`);
      expect(JSON.stringify(rows)).not.toMatch(/quokka|Wombats dig/);
    });

    const changed = (change: Record<string, unknown>) => ({ ...two, messages: [{ ...two.messages[1], ...change }] });
    it.each<[string, unknown]>([
      ['a role that nobody has', changed({ role: 'system' })],
      ['an id', changed({ id: randomUUID() })],
      ['the id of a file', changed({ citations: [{ ...citation, fileId: randomUUID() }] })],
      ['files', changed({ attachments: [{ id: randomUUID(), name: 'x' }] })],
      ['steps', changed({ steps: [] })],
      ['half a character', changed({ content: 'a\ud800' })],
      ['no text', changed({ content: 'a\u0000b' })],
      ['a title that deceives', { ...two, title: 'a\u202eb' }],
      ['no messages', { ...two, messages: [] }],
      ['too many messages', { ...two, messages: Array(1001).fill(two.messages[0]) }],
      ['an owner', { ...two, ownerId: randomUUID() }],
      ['another chat', { ...two, chatId: randomUUID() }],
    ])('are refused with %s', async (_what, snapshot) => {
      const before = await gateway.dataSource.query('SELECT count(*) FROM chat');
      expect((await copy(snapshot)).status).toBe(400);
      expect(await gateway.dataSource.query('SELECT count(*) FROM chat')).toEqual(before);
    });

    it('need somebody who is signed in', async () => {
      expect((await gateway.json('POST', '/v1/shares/copy', null, two)).status).toBe(401);
    });

    it('may be long', async () => {
      const long = { ...two, messages: Array.from({ length: 8 }, () => ({ ...two.messages[0], content: 'x'.repeat(399_000) })) };
      expect((await copy(long)).status).toBe(201);
      expect((await copy({ ...long, messages: [...long.messages, ...long.messages] })).status).toBe(413);
    });
  });
});
