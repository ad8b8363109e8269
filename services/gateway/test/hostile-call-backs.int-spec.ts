import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { GATEWAY_APP_PATHS, INTERNAL_HEADERS, type FileInfo } from '@mateship/contracts';
import { deriveMacKey, sha256hex, signRequest } from '@mateship/service-kit';
import { Delegations, type Delegation, type Job } from '../src/apps/delegations.js';
import { PaidSkillCalls } from '../src/apps/paid-skill-calls.js';
import { AppRuntime, type AppLease } from '../src/apps/runtime/app-runtime.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = Record<string, string>;
interface Way {
  job?: string;
  body?: Buffer | string;
  /** What the app says to have sent, where it is something else. */
  signed?: string;
  signedPath?: string;
  direction?: string;
  audience?: string;
  headers?: Sent;
}

const PREPROCESS = GATEWAY_APP_PATHS.skill('ai', 'preprocess');
const UNTRUSTED = [401, 'CALLER_UNTRUSTED'];

describe('an app that calls back', () => {
  let gateway: TestGateway;
  let owner: Caller;
  let other: Caller;
  let lease: AppLease;
  let job: Job;
  let run: Delegation;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    [owner, other, lease] = await Promise.all([gateway.caller(), gateway.caller(), gateway.service.app.get(AppRuntime).acquire('ai')]);
  });
  beforeEach(() => grant());
  afterEach(() => job.end());
  afterAll(async () => {
    lease.release();
    await gateway.stop();
  });

  const grant = (changes: Partial<Delegation> = {}) => {
    run = { runId: randomUUID(), appId: 'ai', userId: owner.id, chatId: null, skills: new Set(['ai/preprocess']), files: new Set<string>(), mayWriteFiles: false, expiresAt: Date.now() + 60_000, signal: new AbortController().signal, ...changes };
    job = gateway.service.app.get(Delegations).grant(run);
  };
  const headersOf = (method: string, path: string, { job: token = job.token, body = '', signed, signedPath = path, direction = 'app:ai->gateway', audience = 'gateway', headers = {} }: Way = {}): Sent => ({
    [INTERNAL_HEADERS.job]: token,
    [INTERNAL_HEADERS.mac]: signRequest(deriveMacKey(lease.endpoint.secret, direction), { method, path: signedPath, audience, bodyHash: sha256hex(Buffer.from(signed ?? body)) }),
    ...(body.length > 0 ? { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) } : {}),
    ...headers,
  });
  const sent = async (method: string, path: string, headers: Sent, body: Buffer | string = ''): Promise<[number, string]> => {
    const request = http.request({ socketPath: gateway.service.addresses.apps!.slice('unix:'.length), agent: false, method, path, headers });
    request.end(body);
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    const said = await text(answer);
    return [answer.statusCode!, /^\{"error":\{"code":"(\w+)"/.exec(said)?.[1] ?? said];
  };
  const call = (method: string, path: string, way: Way = {}) => sent(method, path, headersOf(method, path, way), way.body);
  const upload = async (caller: Caller) => {
    const form = new FormData();
    form.append('file', new Blob(['words of its owner'], { type: 'text/plain' }), 'a.txt');
    return ((await (await fetch(`${gateway.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${caller.token}` }, body: form })).json()) as FileInfo).id;
  };

  it('is answered while its run lasts, and afterwards no more', async () => {
    expect(await call('POST', PREPROCESS, { body: '{}' })).toEqual([201, '{}']);
    job.end();
    expect(await call('POST', PREPROCESS, { body: '{}' })).toEqual(UNTRUSTED);
  });

  it.each<[string, Partial<Delegation>]>([
    ['whose time is over', { expiresAt: Date.now() - 1 }],
    ['that was given up', { signal: AbortSignal.abort() }],
    ['of an app that sleeps', { appId: 'pdf' }],
  ])('is nobody under the token of a run %s', async (_what, changes) => {
    job.end();
    grant(changes);
    expect(await call('POST', PREPROCESS, { body: '{}' })).toEqual(UNTRUSTED);
  });

  it.each<[string, Way]>([
    ['another body', { body: '{"a":2}', signed: '{"a":1}' }],
    ['another path', { signedPath: GATEWAY_APP_PATHS.skill('ai', 'chat') }],
    ['an added query', { signedPath: `${PREPROCESS}?a=1` }],
    ['a call of the gateway', { direction: 'gateway->app:ai' }],
    ['a call of another app', { direction: 'app:pdf->gateway' }],
    ['a call to the vault', { audience: 'vault' }],
    ['nothing', { headers: { [INTERNAL_HEADERS.mac]: '' } }],
    ['an invocation that it does not bring', { headers: { [INTERNAL_HEADERS.invocation]: 'e30' } }],
  ])('is nobody with a signature over %s', async (_what, way) => {
    expect(await call('POST', PREPROCESS, { body: '{}', ...way })).toEqual(UNTRUSTED);
  });

  it('is heard once with one signature', async () => {
    const headers = headersOf('POST', PREPROCESS, { body: '{}' });
    expect((await sent('POST', PREPROCESS, headers, '{}'))[0]).toBe(201);
    expect(await sent('POST', PREPROCESS, headers, '{}')).toEqual(UNTRUSTED);
  });

  it.each([['nothing', () => ''], ['an access token', () => owner.token], ['half of its token', () => job.token.slice(0, -1)], ['the id of its token', () => job.token.split('.')[0]!]])('is nobody when it shows %s', async (_what, token) => {
    expect(await call('POST', PREPROCESS, { body: '{}', job: token() })).toEqual(UNTRUSTED);
  });

  it('may not come in by the front door with what it holds', async () => {
    for (const token of [job.token, lease.endpoint.secret.toString('base64url')]) {
      for (const route of ['/v1/users/me', '/v1/chat', `/v1/files/${randomUUID()}`]) {
        expect((await gateway.json('GET', route, { id: owner.id, token })).code).toBe('TOKEN_INVALID');
      }
    }
    expect((await gateway.fetch('GET', '/v1/chat', null, undefined, { [INTERNAL_HEADERS.job]: job.token })).status).toBe(401);
  });

  it('finds nothing of the front door on its own listener', async () => {
    const { body } = await gateway.json<{ chat: { id: string } }>('POST', '/v1/chat/message', owner, { content: 'mine' });
    for (const path of [`/v1/chat/${body.chat.id}`, '/v1/chat', '/v1/users/me', '/v1/admin/invites', '/metrics', `/apps/v1/chat/${body.chat.id}`]) {
      expect(await call('GET', path, { headers: { authorization: `Bearer ${owner.token}` } })).toEqual([404, 'NOT_FOUND']);
    }
  });

  it.each(['ai/chat', 'ai/models', 'pdf/extract', 'ai/nothing', '__proto__/constructor', '*/*'])('may not call %s, which its run was not granted', async (skill) => {
    const [app, name] = skill.split('/') as [string, string];
    expect(await call('POST', GATEWAY_APP_PATHS.skill(app, name), { body: '{}' })).toEqual([403, 'TOOL_DENIED']);
  });

  it('reads the files of its run and no other, not even of the same person', async () => {
    const [given, kept, foreign] = await Promise.all([upload(owner), upload(owner), upload(other)]);
    run.files.add(given);
    expect(await call('GET', GATEWAY_APP_PATHS.file(given))).toEqual([200, 'words of its owner']);
    for (const id of [kept, foreign, randomUUID(), 'x', '..%2f..%2fkeys']) expect(await call('GET', GATEWAY_APP_PATHS.file(id))).toEqual([404, 'NOT_FOUND']);
  });

  it('does not get the file of somebody else by having it named in its call', async () => {
    const foreign = await upload(other);
    run.files.add(foreign);
    expect(await call('GET', GATEWAY_APP_PATHS.file(foreign))).toEqual([404, 'NOT_FOUND']);
  });

  it('hands on to another skill the files of its run alone, whatever it names', async () => {
    const [given, kept, foreign] = await Promise.all([upload(owner), upload(owner), upload(other)]);
    run.files.add(given);
    const asked = jest.spyOn(gateway.service.app.get(PaidSkillCalls), 'json');
    expect((await call('POST', PREPROCESS, { body: JSON.stringify({ fileId: foreign, others: [given, kept], userId: other.id }) }))[0]).toBe(201);
    expect(asked.mock.calls.map(([{ files, userId }]) => ({ files, userId }))).toEqual([{ files: [given], userId: owner.id }]);
    asked.mockRestore();
  });

  const save = (name: string, body = 'made by an app') => call('POST', GATEWAY_APP_PATHS.files, { body, headers: { 'content-type': 'application/octet-stream', [INTERNAL_HEADERS.fileName]: name } });

  it('saves files when its manifest says so, and reads what it saved', async () => {
    expect(await save('a.txt')).toEqual([403, 'TOOL_DENIED']);
    job.end();
    grant({ mayWriteFiles: true });
    expect((await save('a.txt'))[0]).toBe(201);
    expect(run.files.size).toBe(1);
    const [saved] = await gateway.dataSource.query<{ owner_id: string }[]>('SELECT owner_id FROM file WHERE id = $1', [[...run.files][0]]);
    expect(saved?.owner_id).toBe(owner.id);
  });

  it.each(['%', '%zz', '%c0%ae', '%ff'])('is told so when the name of its file is %s', async (name) => {
    job.end();
    grant({ mayWriteFiles: true });
    expect(await save(name)).toEqual([400, 'VALIDATION_FAILED']);
    expect(run.files.size).toBe(0);
  });
});
