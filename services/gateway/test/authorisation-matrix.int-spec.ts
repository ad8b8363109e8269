import { randomBytes, randomUUID } from 'node:crypto';
import type { CreatedApiKey, FileInfo, SendMessageResponse } from '@mateship/contracts';
import type { z } from 'zod';
import { needsPrincipal } from '../src/access/access.policy.js';
import type { RoutePolicy } from '../src/access/index.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Kind = 'chat' | 'message' | 'stream' | 'file' | 'key' | 'share';
type Ids = Record<Kind, string>;
interface Reach {
  kind: Kind;
  /** The body, for routes that have the id there and not in their path. */
  body?(id: string, all: Ids): unknown;
}

/** Routes of people that reach one object of theirs, and how. */
const OBJECTS: Record<string, Reach> = {
  'GET /v1/chat/:id': { kind: 'chat' },
  'POST /v1/chat/message': { kind: 'chat', body: (chatId) => ({ chatId, content: 'x' }) },
  'POST /v1/chat/rekey': { kind: 'chat', body: (chatId) => ({ chatId }) },
  'POST /v1/chat/delete': { kind: 'chat', body: (chatId) => ({ chatId }) },
  'POST /v1/chat/delete_message': { kind: 'message', body: (messageId, { chat }) => ({ chatId: chat, messageId }) },
  'POST /v1/chat/cancel': { kind: 'message', body: (messageId) => ({ messageId }) },
  'GET /v1/chat/stream/:messageId': { kind: 'stream' },
  'GET /v1/files/:id': { kind: 'file' },
  'GET /v1/files/:id/content': { kind: 'file' },
  'DELETE /v1/files/:id': { kind: 'file' },
  'DELETE /v1/api_keys/:id': { kind: 'key' },
  'POST /v1/shares': { kind: 'chat', body: (chatId, all) => shareOf(chatId, all.message) },
  'GET /v1/shares/:id/link': { kind: 'share' },
  'DELETE /v1/shares/:id': { kind: 'share' },
};

/** Routes of people that reach no object, or only what the vault finds by the caller's id. */
const OTHERS = [
  /^(GET|POST) \/v1\/api_keys$/,
  /^DELETE \/v1\/users\/me$/,
  /^GET \/v1\/(apps|chat|credits|mates|shares|skills|users\/me|models|models\/\*)$/,
  /^POST \/v1\/(ai\/respond|auth\/logout|chat\/completions|files|shares\/copy)$/,
  /^[A-Z]+ \/v1\/vault\//,
  /^[A-Z]+ \/v1\/:app\/:skill$/,
];

/** A link to one message, as far as the server can tell. */
function shareOf(chatId: string, messageId: string) {
  const bytes = (length: number) => randomBytes(length).toString('base64url');
  return { chatId, fromMessageId: messageId, toMessageId: messageId, fragment: `1.${bytes(32)}`, authHash: bytes(32), wrappedKey: bytes(112), content: bytes(300) };
}

describe('who reaches what', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.stop());

  const nameOf = ({ method, path }: RoutePolicy) => `${method === 'HEAD' ? 'GET' : method} ${path}`;
  const outer = () => gateway.routes.filter(({ listener }) => listener === 'public' || listener === 'any');
  const ofPeople = () => outer().filter(({ policy }) => policy && needsPrincipal(policy) && !('admin' in policy));
  const ofAdmins = () => outer().filter(({ policy }) => policy && 'admin' in policy);

  const keyOf = async (caller: Caller): Promise<Caller & { keyId: string }> => {
    const { body } = await gateway.json<z.infer<typeof CreatedApiKey>>('POST', '/v1/api_keys', caller, { name: 'k', scopes: ['chat', 'skills', 'models', 'vault', 'share'] });
    return { id: caller.id, token: body.key, keyId: body.id };
  };
  /** A fresh object of each kind. */
  const objectsOf = async (owner: Caller): Promise<Ids> => {
    const sent = (await gateway.json<z.infer<typeof SendMessageResponse>>('POST', '/v1/chat/message', owner, { content: 'mine' })).body;
    const form = new FormData();
    form.append('file', new Blob(['text'], { type: 'text/plain' }), 'a.txt');
    const uploaded = await fetch(`${gateway.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${owner.token}` }, body: form });
    const file = (await uploaded.json()) as FileInfo;
    const share = (await gateway.json<{ id: string }>('POST', '/v1/shares', owner, shareOf(sent.chat.id, sent.message.id))).body;
    return { chat: sent.chat.id, message: sent.message.id, stream: sent.message.id, file: file.id, key: (await keyOf(owner)).keyId, share: share.id };
  };
  const ask = (route: string, caller: Caller | null, id: string, all: Ids) => {
    const [method, path] = route.split(' ') as [string, string];
    return gateway.fetch(method, path.replace(/:\w+|\*/g, id), caller, OBJECTS[route]?.body?.(id, all));
  };
  const told = async (response: Response) => `${response.status} ${(await response.text()).replace(/"(timestamp|requestId)":"[^"]*"/g, '')}`;
  const absentIds = (): Ids => ({ chat: randomUUID(), message: randomUUID(), stream: randomUUID(), file: randomUUID(), key: randomUUID(), share: randomUUID() });

  it('is stated for every route, and every route of people is known here', () => {
    expect(gateway.routes.filter(({ policy }) => !policy).map(nameOf)).toEqual([]);
    const unknown = ofPeople().map(nameOf).filter((name) => !OBJECTS[name] && !OTHERS.some((pattern) => pattern.test(name)));
    expect(unknown).toEqual([]);
    expect(Object.keys(OBJECTS).filter((name) => !ofPeople().some((route) => nameOf(route) === name))).toEqual([]);
  });

  it('has an id in its path only where it is known as an object', () => {
    const loose = ofPeople().map(nameOf).filter((name) => name.includes('/:') && !OBJECTS[name]);
    expect(loose.filter((name) => !/ \/v1\/(vault\/|:app\/:skill)/.test(name))).toEqual([]);
  });

  it.each(Object.keys(OBJECTS))('%s: an object of somebody else is not there, for people, admins and API keys alike', async (route) => {
    const owner = await gateway.caller();
    const all = await objectsOf(owner);
    const { kind } = OBJECTS[route]!;
    const before = await gateway.dataSource.query(`SELECT head_version, erasing_at FROM chat WHERE id = $1`, [all.chat]);
    const [user, admin] = [await gateway.caller(), await gateway.caller('admin')];
    for (const stranger of [user, admin, await keyOf(user), await keyOf(admin)]) {
      const foreign = await told(await ask(route, stranger, all[kind], all));
      const absent = absentIds();
      expect(foreign).toBe(await told(await ask(route, stranger, absent[kind], absent)));
      const isKeyWhereNoneMay = stranger !== user && stranger !== admin && kind === 'key';
      expect(foreign.slice(0, 3)).toBe(isKeyWhereNoneMay ? '403' : '404');
    }
    expect((await ask(route, null, all[kind], all)).status).toBe(401);
    expect(await gateway.dataSource.query(`SELECT head_version, erasing_at FROM chat WHERE id = $1`, [all.chat])).toEqual(before);
    expect((await ask(route, owner, all[kind], all)).status).toBeLessThan(300);
  });

  it('is nothing of anybody for an admin in lists', async () => {
    const owner = await gateway.caller();
    const all = await objectsOf(owner);
    const admin = await gateway.caller('admin');
    for (const { method, path } of [...ofPeople(), ...ofAdmins()].filter((route) => route.method === 'GET' && !/[:*]/.test(route.path))) {
      const text = await (await gateway.fetch(method, path, admin)).text();
      for (const id of [...Object.values(all), owner.id]) expect([path, text.includes(id)]).toEqual([path, false]);
    }
  });

  it('is asked of the vault in the name of the caller, whatever id is in the path', async () => {
    const admin = await gateway.caller('admin');
    const routes = ofPeople().filter(({ path, method }) => path.startsWith('/v1/vault/prompts') && method !== 'HEAD');
    expect(routes.length).toBeGreaterThan(5);
    for (const { method, path } of routes) {
      const before = gateway.vault.received.length;
      const body = { POST: { name: 'n', text: 't' }, PATCH: { name: 'n' }, PUT: { name: 'n', text: 't' } }[method];
      await gateway.fetch(method, path.replace(':id', randomUUID()).replace(':version', '1'), admin, body);
      const asked = gateway.vault.received.slice(before).map((call) => (call.body as { ownerId: string }).ownerId);
      expect([method, path, asked]).toEqual([method, path, [admin.id]]);
    }
  });

  it('needs a credential on every route but the open ones, and the role of an admin on theirs', async () => {
    const user = await gateway.caller();
    const key = await keyOf(await gateway.caller('admin'));
    const statuses = async (routes: RoutePolicy[], caller: Caller | null) => {
      const answers: [string, number][] = [];
      for (const { method, path } of routes) answers.push([`${method} ${path}`, (await gateway.fetch(method, path.replace(/:\w+|\*/g, randomUUID()), caller)).status]);
      return answers;
    };
    expect((await statuses([...ofPeople(), ...ofAdmins()], null)).filter(([, status]) => status !== 401)).toEqual([]);
    expect((await statuses(ofAdmins(), user)).filter(([, status]) => status !== 403)).toEqual([]);
    expect((await statuses(ofAdmins(), key)).filter(([, status]) => status !== 403)).toEqual([]);
    const sessionOnly = ofPeople().filter(({ policy }) => policy && 'user' in policy);
    expect((await statuses(sessionOnly, key)).filter(([, status]) => status !== 403)).toEqual([]);
  });

  it('does not stop an answer that is being written for somebody else', async () => {
    const [owner, stranger] = [await gateway.caller(), await gateway.caller()];
    const response = await gateway.fetch('POST', '/v1/chat/message', owner, { content: 'wait' }, { accept: 'text/event-stream' });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: delta')) text += (await reader.read()).value ?? '';
    const [chatId, messageId] = ['chatId', 'messageId'].map((name) => new RegExp(`"${name}":"([^"]+)"`).exec(text)![1]!);
    expect((await gateway.fetch('POST', '/v1/chat/delete_message', stranger, { chatId, messageId })).status).toBe(404);
    const [row] = await gateway.dataSource.query<{ state: string }[]>('SELECT state FROM message WHERE id = $1', [messageId]);
    expect(row?.state).toBe('streaming');
    await gateway.fetch('POST', '/v1/chat/cancel', owner, { messageId });
    await reader.cancel();
  });
});
