import { ApiKey, ApiKeyList, CreateApiKeyRequest, CreatedApiKey } from './api-keys.contract.js';

const request = { name: 'laptop', scopes: ['chat'] };
const faults = (changes: Record<string, unknown>) => CreateApiKeyRequest.safeParse({ ...request, ...changes }).error?.issues.map((issue) => issue.path.join('.')) ?? [];

describe('an API key to make', () => {
  it('lasts until it is revoked unless days are given', () => {
    expect(CreateApiKeyRequest.parse(request)).toEqual({ name: 'laptop', scopes: ['chat'], expiresInDays: null });
  });

  it('has a name without blanks around it', () => {
    expect(CreateApiKeyRequest.parse({ ...request, name: '  my laptop\n' }).name).toBe('my laptop');
  });

  it.each(['', '   ', '\t\n', 'x'.repeat(61), 1, null])('cannot be called %j', (name) => {
    expect(faults({ name })).toEqual(['name']);
  });

  it('has at least one scope, and only scopes that exist', () => {
    expect(faults({ scopes: [] })).toEqual(['scopes']);
    for (const scope of ['admin', '*', 'Chat', '', null]) expect(faults({ scopes: ['chat', scope] })).toEqual(['scopes.1']);
    expect(faults({ scopes: ['chat', 'skills', 'models', 'vault', 'share', 'chat'] })).toEqual(['scopes']);
    expect(faults({ scopes: 'chat' })).toContain('scopes');
  });

  it.each([0, -1, 3651, 1.5, '30', Infinity])('cannot last %j days', (expiresInDays) => {
    expect(faults({ expiresInDays })).toEqual(['expiresInDays']);
  });

  it.each(['userId', 'key', 'hash', 'prefix'])('cannot bring its own %s', (name) => {
    expect(CreateApiKeyRequest.safeParse({ ...request, [name]: 'x' }).error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: [name] });
  });
});

describe('an API key in an answer', () => {
  const created = { id: '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a', name: 'laptop', prefix: 'msk_0b8f', scopes: ['chat'], createdAt: '2026-01-01T00:00:00.000Z', expiresAt: null, lastUsedAt: null, key: 'msk_secret' };

  it('holds the secret once, when it was made', () => {
    expect(CreatedApiKey.parse(created).key).toBe('msk_secret');
    expect(CreatedApiKey.safeParse({ ...created, key: undefined }).success).toBe(false);
  });

  it('never holds it in a list, even when a row does', () => {
    expect(JSON.stringify(ApiKey.parse(created))).not.toContain('msk_secret');
    expect(JSON.stringify(ApiKeyList.parse({ items: [{ ...created, hash: 'h' }] }))).not.toMatch(/msk_secret|"hash"/);
  });
});
