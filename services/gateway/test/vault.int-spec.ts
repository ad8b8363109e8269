import { randomUUID } from 'node:crypto';
import { DomainError, VAULT_ERRORS, VAULT_SERVICE_PATHS, type ApiKeyScope } from '@mateship/contracts';
import { TestGateway, type Caller } from './support/gateway.js';

const { prompts, directory, envelopes } = VAULT_SERVICE_PATHS;
const NOW = '2026-01-01T00:00:00.000Z';
const ID = randomUUID();
const ENVELOPE = Buffer.from('sealed').toString('base64');
const PROMPT = { id: ID, name: 'Editor', version: 1, createdAt: NOW, updatedAt: NOW };
const TEXT = { id: ID, version: 1, name: 'Editor', text: 'You edit.', createdAt: NOW };
const DIRECTORY = { owner: 'vault', keys: [{ kty: 'OKP', kid: ID, use: 'sig', owner: 'vault', suite: 16, version: 1, crv: 'Ed25519', x: 'AAAA', expiresAt: null }] };
const ADDRESS = { id: ID, suite: 16, sender: 'vault', recipient: 'app:ai', keyId: ID, keyVersion: 1, signerKeyId: ID, createdAt: NOW, expiresAt: NOW };
const OPENED = { address: ADDRESS, content: { kind: 'answer', text: 'hi', model: null, replyTo: ID } };

/** Every route with a valid body, what the vault is asked, and with what. */
const ROUTES = [
  ['POST', '/v1/vault/prompts', { name: 'Editor', text: 'You edit.' }, prompts.create, { prompt: { name: 'Editor', text: 'You edit.' } }],
  ['GET', '/v1/vault/prompts?limit=7', undefined, prompts.list, { page: { limit: 7 } }],
  ['GET', `/v1/vault/prompts/${ID}`, undefined, prompts.read, { id: ID, version: null }],
  ['GET', `/v1/vault/prompts/${ID}/versions`, undefined, prompts.versions, { id: ID, page: { limit: 50 } }],
  ['GET', `/v1/vault/prompts/${ID}/versions/3`, undefined, prompts.read, { id: ID, version: 3 }],
  ['PATCH', `/v1/vault/prompts/${ID}`, { name: 'New' }, prompts.update, { id: ID, change: { name: 'New' } }],
  ['DELETE', `/v1/vault/prompts/${ID}`, undefined, prompts.delete, { id: ID }],
  ['GET', '/v1/vault/keys/app:ai', undefined, directory.read, { owner: 'app:ai', make: true }],
  ['POST', '/v1/vault/keys/rotate', undefined, directory.rotate, {}],
  ['POST', '/v1/vault/envelopes', { promptId: ID, recipient: 'app:ai' }, envelopes.create, { make: true, request: { promptId: ID, version: null, recipient: 'app:ai', suite: 16, expiresInSeconds: 3600 } }],
  ['POST', '/v1/vault/envelopes/open', { envelope: ENVELOPE }, envelopes.open, { envelope: ENVELOPE, onBehalfOf: null }],
] as const;

describe('the vault behind the gateway', () => {
  let gateway: TestGateway;
  let ana: Caller;
  let admin: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    [ana, admin] = [await gateway.caller(), await gateway.caller('admin')];
    const answers: [string, unknown][] = [
      [prompts.create, PROMPT], [prompts.update, PROMPT], [prompts.read, TEXT],
      [prompts.list, { items: [PROMPT], nextCursor: null }], [prompts.versions, { items: [{ version: 1, name: 'Editor', createdAt: NOW }], nextCursor: null }],
      [directory.read, DIRECTORY], [directory.rotate, DIRECTORY],
      [envelopes.create, { envelope: ENVELOPE, address: ADDRESS }], [envelopes.open, OPENED],
    ];
    for (const [path, answer] of answers) gateway.vault.answers.set(path, answer);
  });
  beforeEach(() => gateway.vault.received.splice(0));
  afterAll(() => gateway.stop());

  const asked = () => gateway.vault.received.filter(({ path }) => path.startsWith('/internal/v1/'));
  const keyOf = async (caller: Caller, scopes: ApiKeyScope[]): Promise<Caller> => {
    const { body } = await gateway.json<{ key: string }>('POST', '/v1/api_keys', caller, { name: 'k', scopes });
    return { id: caller.id, token: body.key };
  };

  it.each(ROUTES)('%s %s asks it in the name of the caller', async (method, route, body, path, request) => {
    const { status } = await gateway.json(method, route, ana, body);
    expect(status).toBeLessThan(300);
    expect(asked()).toEqual([{ path, body: expect.objectContaining(request) as object }]);
    expect(JSON.stringify(asked()[0]?.body)).toContain(path === directory.read ? 'app:ai' : ana.id);
  });

  it.each(ROUTES)('%s %s is open to a session and to the scope vault alone', async (method, route, body) => {
    const anonymous = await gateway.json(method, route, null, body);
    const other = await gateway.json(method, route, await keyOf(ana, ['chat', 'skills', 'models']), body);
    expect([anonymous.status, anonymous.code, other.status, other.code]).toEqual([401, 'UNAUTHENTICATED', 403, 'SCOPE_DENIED']);
    expect(asked()).toEqual([]);
    expect((await gateway.json(method, route, await keyOf(ana, ['vault']), body)).status).toBeLessThan(300);
  });

  it.each([
    ['POST', '/v1/admin/vault/keys/app:ai/rotate', directory.rotate],
    ['DELETE', '/v1/admin/vault/caches', directory.forget],
  ] as const)('%s %s is for admins with a session', async (method, route, path) => {
    const refusals = await Promise.all([null, ana, await keyOf(admin, ['vault'])].map((caller) => gateway.json(method, route, caller)));
    expect(refusals.map(({ status }) => status)).toEqual([401, 403, 403]);
    expect(asked()).toEqual([]);
    expect((await gateway.json(method, route, admin)).status).toBeLessThan(300);
    expect(asked().map((call) => call.path)).toEqual([path]);
  });

  it('lets admins rotate keys of the vault and of apps, not of users', async () => {
    expect((await gateway.json('POST', '/v1/admin/vault/keys/vault/rotate', admin)).status).toBe(200);
    for (const owner of [`user:${ana.id}`, 'app:unknown']) expect((await gateway.json('POST', `/v1/admin/vault/keys/${owner}/rotate`, admin)).status).toBe(404);
  });

  it.each([['me', true], ['vault', true], ['app:ai', true], ['app:unknown', false], [`user:${ID}`, false]] as const)('vouches for %s: %s', async (owner, make) => {
    await gateway.json('GET', `/v1/vault/keys/${owner}`, ana);
    expect(asked().at(-1)?.body).toEqual({ owner: owner === 'me' ? `user:${ana.id}` : owner, make });
  });

  it.each([
    ['POST', '/v1/vault/prompts', { name: 'n', text: 't', ownerId: ID }, 'UNKNOWN_PROPERTY'],
    ['POST', '/v1/vault/prompts', { name: 'n', text: 't', id: ID }, 'UNKNOWN_PROPERTY'],
    ['POST', '/v1/vault/prompts', { name: 'a\u202eb', text: 't' }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/prompts', { name: 'n', text: '\ud800' }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/prompts', { name: 'n', text: 'x'.repeat(20_001) }, 'VALIDATION_FAILED'],
    ['PATCH', `/v1/vault/prompts/${ID}`, {}, 'VALIDATION_FAILED'],
    ['PATCH', `/v1/vault/prompts/${ID}`, { name: 'n', version: 1 }, 'UNKNOWN_PROPERTY'],
    ['GET', '/v1/vault/prompts/1', undefined, 'VALIDATION_FAILED'],
    ['GET', `/v1/vault/prompts/${ID}/versions/0`, undefined, 'VALIDATION_FAILED'],
    ['GET', '/v1/vault/prompts?limit=101', undefined, 'VALIDATION_FAILED'],
    ['GET', '/v1/vault/prompts?limit=1&limit=2', undefined, 'VALIDATION_FAILED'],
    ['GET', '/v1/vault/keys/root', undefined, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/envelopes', { promptId: ID, recipient: 'root' }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/envelopes', { promptId: ID, recipient: 'app:ai', suite: 1 }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/envelopes', { promptId: ID, recipient: 'app:ai', expiresInSeconds: 86_401 }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/envelopes', { promptId: { not: null }, recipient: 'app:ai' }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/envelopes', { promptId: ID, recipient: 'app:ai', sender: 'app:ai' }, 'UNKNOWN_PROPERTY'],
    ['POST', '/v1/vault/envelopes/open', { envelope: 'not base64!' }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/envelopes/open', { envelope: ['AAAA'] }, 'VALIDATION_FAILED'],
    ['POST', '/v1/vault/envelopes/open', { envelope: ENVELOPE, recipient: 'app:ai' }, 'UNKNOWN_PROPERTY'],
    ['POST', '/v1/vault/envelopes/open', { envelope: 'A'.repeat(2_000_000) }, 'PAYLOAD_TOO_LARGE'],
    ['POST', '/v1/ai/respond', { envelope: '' }, 'VALIDATION_FAILED'],
    ['POST', '/v1/ai/respond', { envelope: ENVELOPE, budget: { tokens: 1e9 } }, 'UNKNOWN_PROPERTY'],
  ])('is not reached by %s %s with a hostile body (%#)', async (method, route, body, code) => {
    expect((await gateway.json(method, route, ana, body)).code).toBe(code);
    expect(asked()).toEqual([]);
  });

  it('passes on every error of the family as it is', async () => {
    for (const code of ['DECRYPTION_FAILED', 'ENCRYPTION_FAILED', 'NOT_FOUND', 'CURSOR_INVALID', 'DATABASE_UNAVAILABLE'] as const) {
      gateway.vault.failure = new DomainError(code);
      const answer = await gateway.json('POST', '/v1/vault/envelopes/open', ana, { envelope: ENVELOPE });
      expect(Object.values(VAULT_ERRORS).flat()).toContain(answer.code);
      expect(answer.code).toBe(code);
    }
    gateway.vault.failure = null;
  });

  it('is KMS_UNAVAILABLE when it talks nonsense', async () => {
    gateway.vault.answers.set(envelopes.open, { address: {}, content: 'x' });
    const answer = await gateway.json('POST', '/v1/vault/envelopes/open', ana, { envelope: ENVELOPE });
    gateway.vault.answers.set(envelopes.open, OPENED);
    expect([answer.status, answer.code]).toEqual([503, 'KMS_UNAVAILABLE']);
  });
});
