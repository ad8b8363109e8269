import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { eventually, type FakeOpenAi } from '@mateship/dev-env';
import { faultOfResponse, watchGateway } from '../support/hostile.js';
import { fakeModels } from '../support/models.js';
import { firstAdmin, inviteUser, PASSWORD, signIn, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { partsOf, signed, tokenKeyOf, unsigned, type TokenKey } from '../support/tokens.js';

describe('hostile tokens', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let ben: Person;
  let key: TokenKey;
  let unharmed: () => Promise<void>;

  beforeAll(async () => {
    const { server, config } = await fakeModels([{ id: 'slow:200' }], { gateway: ['rateLimit: 100000'] });
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
    key = await tokenKeyOf(platform);
    unharmed = await watchGateway(platform);
  });
  afterEach(() => unharmed());
  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  const ask = (token: string, path = '/v1/users/me') => fetch(platform.url + path, { headers: { authorization: `Bearer ${token}` } });
  const now = () => Math.floor(Date.now() / 1000);
  const real = () => partsOf(ben.token);
  const withHeader = (extra: Record<string, unknown>) => signed(key.privateKey, { ...real().header, ...extra }, real().claims);
  const withClaims = (extra: Record<string, unknown>) => signed(key.privateKey, real().header, { ...real().claims, ...extra });
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ownWith = (extra: Record<string, unknown>) => signed(own.privateKey, { ...real().header, ...extra }, real().claims);

  it('are told from real ones', async () => {
    expect((await ask(ben.token)).status).toBe(200);
    expect((await ask(withClaims({}))).status).toBe(200);
  });

  const INVALID: [string, () => string][] = [
    ['alg none', () => `${unsigned({ ...real().header, alg: 'none' }, real().claims)}.`],
    ['alg nOnE with the real signature', () => `${unsigned({ ...real().header, alg: 'nOnE' }, real().claims)}.${ben.token.split('.')[2]}`],
    ['no signature', () => `${ben.token.split('.').slice(0, 2).join('.')}.`],
    ['HS256 under the public key', () => hmacSigned(key.publicKey.export({ type: 'spki', format: 'pem' }))],
    ['HS256 under an empty key', () => hmacSigned('')],
    ['a kid that leaves its folder', () => hmacSigned('', '../../../../../../dev/null')],
    ['a kid with SQL', () => ownWith({ kid: "x' UNION SELECT 'key' --" })],
    ['a kid of a prototype', () => ownWith({ kid: '__proto__' })],
    ['a key of its own', () => ownWith({ jwk: own.publicKey.export({ format: 'jwk' }) })],
    ['the address of a key', () => ownWith({ jku: `${models.url}/jwks.json` })],
    ['the address of a certificate', () => ownWith({ x5u: `${models.url}/key.pem` })],
    ['a certificate', () => ownWith({ x5c: ['MIIB'] })],
    ['an unknown critical extension', () => withHeader({ crit: ['exp'] })],
    ["somebody else's signature", () => ownWith({})],
    ['a higher role under the old signature', () => `${unsigned(real().header, { ...real().claims, role: 'admin' })}.${ben.token.split('.')[2]}`],
    ['a signature in DER', () => derSigned()],
    ['the session of somebody else', () => withClaims({ sub: partsOf(ana.token).claims.sub })],
    ['another issuer', () => withClaims({ iss: 'elsewhere' })],
    ['the token of an invite', () => 'msi_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['5 KB', () => 'a'.repeat(5_000)],
  ];
  it.each(INVALID)('with %s are refused', async (_what, make) => {
    expect(await faultOfResponse(await ask(make()))).toEqual([401, 'TOKEN_INVALID']);
  });

  const WRONG: [string, () => string, string][] = [
    ['that expired', () => withClaims({ exp: now() - 1 }), 'TOKEN_EXPIRED'],
    ['from the future', () => withClaims({ nbf: now() + 600 }), 'TOKEN_EXPIRED'],
    ['without an end', () => withClaims({ exp: undefined }), 'TOKEN_EXPIRED'],
    ['for a skill', () => withClaims({ aud: 'app:pdf' }), 'TOKEN_AUDIENCE'],
    ['of another type', () => withHeader({ typ: 'JWT' }), 'TOKEN_TYPE'],
    ['that refresh', () => 'msr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'TOKEN_TYPE'],
    ['of a session that never was', () => withClaims({ sid: '00000000-0000-4000-8000-000000000000' }), 'SESSION_REVOKED'],
    ['that are API keys nobody made', () => 'msk_0000000000000000_0000000000000000000000000000000000000000000', 'API_KEY_INVALID'],
  ];
  it.each(WRONG)('%s are refused for what they are', async (_what, make, code) => {
    expect(await faultOfResponse(await ask(make()))).toEqual([401, code]);
  });

  it('fetch nothing from the addresses they name', () => {
    expect(models.requests.filter(({ path }) => /jwks|pem/.test(path))).toEqual([]);
  });

  it('give no role that the account does not have', async () => {
    expect(await faultOfResponse(await ask(withClaims({ role: 'admin' }), '/v1/admin/invites'))).toEqual([403, 'FORBIDDEN']);
  });

  it('of 64 KB are refused by their size', async () => {
    expect(await faultOfResponse(await ask('a'.repeat(65_536)))).toEqual([431, 'HEADERS_TOO_LARGE']);
  });

  it.each(['token', 'access_token', 'api_key', 'authorization'])('in the address as %s are refused', async (name) => {
    const response = await fetch(`${platform.url}/v1/users/me?${name}=${ben.token}`, { headers: { authorization: `Bearer ${ben.token}` } });
    expect(await faultOfResponse(response)).toEqual([400, 'CREDENTIAL_IN_URL']);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic dTpw', 'Token x', 'Bearer a b'])('in the header as "%s" count as none', async (authorization) => {
    expect(await faultOfResponse(await fetch(`${platform.url}/v1/users/me`, { headers: { authorization } }))).toEqual([401, 'UNAUTHENTICATED']);
  });

  const login = () => fetch(`${platform.url}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: ben.username, password: PASSWORD }) });
  const refresh = (cookie: string) => fetch(`${platform.url}/v1/auth/refresh`, { method: 'POST', headers: { cookie } });
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';

  it('that refresh work once; the second use ends the session for everybody', async () => {
    const first = await login();
    const { accessToken } = (await first.json()) as { accessToken: string };
    const second = await refresh(cookieOf(first));
    expect(second.status).toBe(200);
    expect(await faultOfResponse(await refresh(cookieOf(first)))).toEqual([401, 'REFRESH_REUSED']);
    expect((await faultOfResponse(await refresh(cookieOf(second))))[0]).toBe(401);
    expect(await faultOfResponse(await ask(accessToken))).toEqual([401, 'SESSION_REVOKED']);
  });

  it('that refresh work for exactly one of ten at once', async () => {
    const cookie = cookieOf(await login());
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(401)]);
  });

  it('die with a logout, together with the streams that they opened', async () => {
    const guest = await signIn(platform, ben.username, ben.email);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { event } of guest.client.chats.stream({ content: 'word '.repeat(40) })) seen.push(event);
    })().catch(() => undefined);
    await eventually(() => seen.includes('delta'), { what: 'the stream runs' });
    expect((await guest.fetch('/v1/auth/logout', { method: 'POST' })).status).toBe(204);
    expect(await faultOfResponse(await ask(guest.token))).toEqual([401, 'SESSION_REVOKED']);
    const since = Date.now();
    await reading;
    expect(Date.now() - since).toBeLessThan(3_000);
    expect(seen).not.toContain('done');
  });

  it('that are API keys stop streaming the moment they are revoked', async () => {
    const { id, key: secret } = await ben.client.apiKeys.create({ name: 'stream', scopes: ['chat'] });
    const response = await fetch(`${platform.url}/v1/chat/message`, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', accept: 'text/event-stream' }, body: JSON.stringify({ content: 'word '.repeat(40) }) });
    const reading = response.text().catch(() => '');
    await ben.client.apiKeys.revoke(id);
    const since = Date.now();
    expect(await reading).not.toContain('event: done');
    expect(Date.now() - since).toBeLessThan(3_000);
    expect(await faultOfResponse(await ask(secret, '/v1/chat'))).toEqual([401, 'API_KEY_INVALID']);
  });

  function hmacSigned(secret: string | Buffer, kid = key.kid): string {
    const text = unsigned({ ...real().header, alg: 'HS256', kid }, real().claims);
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }

  function derSigned(): string {
    const text = unsigned(real().header, real().claims);
    return `${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`;
  }
});
