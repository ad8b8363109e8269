import { randomBytes, randomUUID } from 'node:crypto';
import { createClient } from '@mateship/client';
import { encodeContext, openBytes, sealBytes, unwrapShareKey } from '@mateship/crypto/browser';
import { withDatabase } from '../support/database.js';
import { faultOf, faultOfResponse, send, watchGateway } from '../support/hostile.js';
import { firstAdmin, inviteUser, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { makeShare, openContent, type MadeShare } from '../support/sharing.js';

const CHATS = 1000;
const AUTH = 'x-share-auth';

describe('hostile readers of links', () => {
  let platform: Platform;
  let ana: Person;
  let ben: Person;
  let unharmed: () => Promise<void>;
  beforeAll(async () => {
    platform = await Platform.start({ config: 'gateway:\n  rateLimit: 1000000\n' });
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
    unharmed = await watchGateway(platform);
  });
  afterEach(() => unharmed());
  afterAll(() => platform.destroy());

  const content = (id: string, auth?: string, headers: Record<string, string> = {}) =>
    send(platform, { method: 'POST', path: `/v1/shares/${id}/content`, headers: { ...(auth === undefined ? {} : { [AUTH]: auth }), ...headers } });
  const bare = (text: string) => text.replace(/"(timestamp|requestId)":"[^"]*"/g, '');
  const anotherAuth = () => randomBytes(32).toString('base64url');

  it('learn nothing by guessing: unknown, foreign and malformed are one 404', async () => {
    const made = await makeShare(ana, 'mine');
    const other = await makeShare(ana, 'another');
    const guesses = await Promise.all([
      content(made.share.id, anotherAuth()),
      content(randomUUID(), made.auth),
      content(made.share.id),
      content(made.share.id, ''),
      content(made.share.id, other.auth),
      content(other.share.id, made.auth),
      content(made.share.id, made.auth.slice(1)),
      content(made.share.id, `${made.auth} `.repeat(2)),
      content(made.share.id, Buffer.from(made.request.authHash, 'base64url').toString('base64url')),
      content("x' OR 1=1 --".replaceAll(' ', '%20'), made.auth),
      content(made.share.id, undefined, { authorization: `Bearer ${ana.token}` }),
      content(made.share.id, undefined, { authorization: `Bearer ${ben.token}` }),
    ]);
    expect(faultOf(guesses[0])).toEqual([404, 'NOT_FOUND']);
    expect(new Set(guesses.map(({ status, text }) => `${status} ${bare(text)}`)).size).toBe(1);
    expect((await ana.client.shares.list()).items.find(({ id }) => id === made.share.id)?.views).toBe(0);
  });

  it('are refused an auth in the address, which logs would keep', async () => {
    const made = await makeShare(ana, 'mine');
    expect((await send(platform, { method: 'POST', path: `/v1/shares/${made.share.id}/content?${AUTH}=${made.auth}` })).status).toBe(404);
    expect(faultOf(await send(platform, { method: 'POST', path: `/v1/shares/${made.share.id}/content?token=${made.auth}` }))).toEqual([400, 'CREDENTIAL_IN_URL']);
  });

  it('come too late after it was revoked or is over, and others stay', async () => {
    const [revoked, kept] = [await makeShare(ana, 'one'), await makeShare(ana, 'two')];
    const over = await makeShare(ana, 'three', { expiresAt: Date.now() + 3_600_000 });
    expect((await content(over.share.id, over.auth)).status).toBe(200);
    await ana.client.shares.revoke(revoked.share.id);
    await withDatabase(platform, 'gateway', (client) => client.query('UPDATE share SET expires_at = now() WHERE id = $1', [over.share.id]));
    for (const { share, auth } of [revoked, over]) expect(faultOf(await content(share.id, auth))).toEqual([410, 'SHARE_GONE']);
    expect(faultOf(await content(revoked.share.id, anotherAuth()))).toEqual([404, 'NOT_FOUND']);
    expect((await content(kept.share.id, kept.auth)).status).toBe(200);
    const rows = await withDatabase(platform, 'gateway', (client) => client.query('SELECT content, wrapped_key, link FROM share WHERE id = $1', [revoked.share.id]));
    expect(rows.rows).toEqual([{ content: null, wrapped_key: null, link: null }]);
  });

  it('get in five times of fifty at once where five may', async () => {
    const { share, auth } = await makeShare(ana, 'five', { maxViews: 5 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => content(share.id, auth)));
    const counts = Map.groupBy(answers, ({ status }) => status);
    expect([counts.get(200)?.length, counts.get(410)?.length, answers.length]).toEqual([5, 45, 50]);
  });

  it('can do nothing else with what opens a link', async () => {
    const { share, auth, request } = await makeShare(ana, 'mine');
    const asked = async (method: string, path: string, credential: Record<string, string> = {}) =>
      (await send(platform, { method, path, headers: { [AUTH]: auth, ...credential, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) }, ...(method === 'POST' ? { body: '{}' } : {}) })).status;
    const bearer = { authorization: `Bearer ${auth}` };
    for (const credential of [{}, bearer]) {
      expect(await asked('DELETE', `/v1/shares/${share.id}`, credential)).toBe(401);
      expect(await asked('GET', `/v1/shares/${share.id}/link`, credential)).toBe(401);
      expect(await asked('GET', '/v1/shares', credential)).toBe(401);
      expect(await asked('GET', `/v1/chat/${request.chatId}`, credential)).toBe(401);
      expect(await asked('POST', '/v1/chat/message', credential)).toBe(401);
    }
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) expect([404, 405]).toContain(await asked(method, `/v1/shares/${share.id}/content`));
    expect((await content(share.id, auth)).status).toBe(200);
  });

  it('cannot share or revoke what belongs to somebody else', async () => {
    const { share, request } = await makeShare(ana, 'mine');
    const post = (body: unknown) => ben.fetch('/v1/shares', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(await faultOfResponse(await post(request))).toEqual([404, 'NOT_FOUND']);
    const own = await makeShare(ben, 'theirs');
    expect(await faultOfResponse(await post({ ...request, chatId: own.request.chatId }))).toEqual([404, 'NOT_FOUND']);
    expect(await faultOfResponse(await ben.fetch(`/v1/shares/${share.id}`, { method: 'DELETE' }))).toEqual([404, 'NOT_FOUND']);
    expect(await faultOfResponse(await ben.fetch(`/v1/shares/${share.id}/link`))).toEqual([404, 'NOT_FOUND']);
    expect(await faultOfResponse(await ben.fetch(`/v1/admin/shares/${share.id}`, { method: 'DELETE' }))).toEqual([403, 'FORBIDDEN']);
  });

  it('of one link among a thousand chats open exactly its snapshot, whatever blob they try', async () => {
    const made = await makeShare(ana, 'the one');
    await makeShare(ana, 'another one');
    const { id: ownerId } = await ana.client.users.me();
    await insertChats(ownerId);
    const blobs = await everyBlob();
    expect(blobs.length).toBeGreaterThan(2 * CHATS);
    const answer = await createClient({ baseUrl: platform.url }).shares.read(made.share.id, made.auth);
    expect((await openContent(made.enc, answer)).messages[0]?.content).toBe('the one');
    const opened = await openedBlobs(made, blobs, ownerId);
    expect(opened).toEqual(['share.content']);
  }, 180_000);

  /** Chats as the gateway stores them, each under a key of its own. */
  async function insertChats(ownerId: string): Promise<void> {
    await withDatabase(platform, 'gateway', async (client) => {
      for (let at = 0; at < CHATS; at += 1) {
        const [id, messageId, key] = [randomUUID(), randomUUID(), { keyId: randomUUID(), epoch: 1 }];
        const secret = randomBytes(32);
        const title = await sealBytes(secret, key, titleContext(ownerId, id), Buffer.from('title'));
        const body = await sealBytes(secret, key, bodyContext(ownerId, id, messageId), Buffer.from('{}'));
        await client.query('INSERT INTO chat (id, owner_id, mate_id, key_id, key_epoch, title) VALUES ($1, $2, $3, $4, 1, $5)', [id, ownerId, 'mateship', key.keyId, title]);
        await client.query(`INSERT INTO message (id, chat_id, role, state, body) VALUES ($1, $2, 'user', 'complete', $3)`, [messageId, id, body]);
      }
    });
  }

  interface Blob {
    place: string;
    row: Record<string, unknown>;
    bytes: Buffer;
  }

  /** Every value of type bytea in the gateway's database. */
  async function everyBlob(): Promise<Blob[]> {
    return withDatabase(platform, 'gateway', async (client) => {
      const columns = await client.query<{ table_name: string; column_name: string }>(`SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'bytea' AND table_schema = 'public'`);
      const found: Blob[] = [];
      for (const { table_name: table, column_name: column } of columns.rows) {
        const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM "${table}" WHERE "${column}" IS NOT NULL`);
        for (const row of rows) found.push({ place: `${table}.${column}`, row, bytes: row[column] as Buffer });
      }
      return found;
    });
  }

  /** Places of the blobs that open with anything that the link gives, in the context of the link or in their own. */
  async function openedBlobs(made: MadeShare, blobs: Blob[], ownerId: string): Promise<string[]> {
    const { fromMessageId, toMessageId, wrappedKey } = made.request;
    const of = (use: string) => encodeContext({ use, sharerId: ownerId, fromMessageId, toMessageId, expiresAt: 0, maxViews: 0 });
    const shareKey = await unwrapShareKey(made.enc, of('share-key'), Buffer.from(wrappedKey, 'base64url'));
    const keys = [made.secret, made.enc, Buffer.from(made.auth, 'base64url'), shareKey];
    const opened: string[] = [];
    for (const { place, row, bytes } of blobs) {
      const own = place === 'chat.title' ? titleContext(ownerId, String(row.id)) : place === 'message.body' ? bodyContext(ownerId, String(row.chat_id), String(row.id), row) : null;
      const contexts = [of('share-content'), ...(own ? [own] : [])];
      const attempts = keys.flatMap((key) => contexts.map((context) => openBytes(key, context, bytes).then(() => true, () => false)));
      if ((await Promise.all(attempts)).includes(true)) opened.push(place);
    }
    return opened;
  }
});

function titleContext(ownerId: string, chatId: string) {
  return encodeContext({ use: 'chat-title', ownerId, chatId });
}

function bodyContext(ownerId: string, chatId: string, messageId: string, row: Record<string, unknown> = {}) {
  const bound = { use: 'message', ownerId, chatId, messageId, role: String(row.role ?? 'user'), revision: Number(row.revision ?? 0) };
  return encodeContext(row.place === null || row.place === undefined ? bound : { ...bound, place: Number(row.place), previous: row.previous as Buffer });
}
