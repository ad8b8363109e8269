import { ERROR_CODES } from '../errors/error-codes.js';
import { DIRECTORY_REQUESTS, ENVELOPE_REQUESTS, PROMPT_REQUESTS, VAULT_SERVICE_PATHS } from '../internal/vault-service.contract.js';
import { CreateEnvelopeRequest, EnvelopeContent, MAX_ENVELOPE_SECONDS, OpenEnvelopeRequest } from './envelopes.contract.js';
import { Party, PublishedKey } from './key-directory.contract.js';
import { CreatePromptRequest, MAX_PROMPT_TEXT, UpdatePromptRequest } from './prompts.contract.js';
import { VAULT_ERRORS } from './vault-errors.js';

const ID = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';
const faults = (result: { error?: { issues: { path: PropertyKey[] }[] } | undefined }) => result.error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a prompt to keep', () => {
  it('has a name without blanks around it, and its text as it is', () => {
    expect(CreatePromptRequest.parse({ name: ' Editor ', text: ' keep \n' })).toEqual({ name: 'Editor', text: ' keep \n' });
  });

  it.each([['name', ''], ['name', '  '], ['name', 'x'.repeat(101)], ['name', null], ['text', ''], ['text', 'x'.repeat(MAX_PROMPT_TEXT + 1)], ['text', 'a\udc00'], ['text', ['t']]])('has no %s like %j', (field, value) => {
    expect(faults(CreatePromptRequest.safeParse({ name: 'n', text: 't', [field]: value }))).toEqual([field]);
  });

  it('changes in something, or not at all', () => {
    expect(UpdatePromptRequest.parse({ text: 't' })).toEqual({ text: 't' });
    expect(UpdatePromptRequest.safeParse({}).success).toBe(false);
    for (const field of ['id', 'ownerId', 'version', 'createdAt']) expect(UpdatePromptRequest.safeParse({ name: 'n', [field]: ID }).success).toBe(false);
  });
});

describe('a party', () => {
  it.each(['vault', 'app:ai', 'app:my-app2', `user:${ID}`])('may be %s', (name) => {
    expect(Party.safeParse(name).success).toBe(true);
  });

  it.each(['', 'Vault', 'vault ', 'app:', 'app:AI', 'app:-a', `app:${'a'.repeat(41)}`, 'user:', `user:${ID.toUpperCase()}`, `user:${ID}x`, `user:${ID}\n`, ID, 'root'])('is not %j', (name) => {
    expect(Party.safeParse(name).success).toBe(false);
  });

  it('publishes nothing private', () => {
    const key = { kty: 'OKP', kid: ID, use: 'enc', owner: 'vault', suite: 16, version: 1, crv: 'X25519', x: 'AAAA', expiresAt: null };
    expect(PublishedKey.parse({ ...key, d: 'secret', p: 'secret' })).toEqual(key);
  });
});

describe('an envelope', () => {
  const request = { promptId: ID, recipient: 'app:ai' };

  it('takes the newest version, the default suite and an hour', () => {
    expect(CreateEnvelopeRequest.parse(request)).toEqual({ ...request, version: null, suite: 16, expiresInSeconds: 3600 });
  });

  it.each([['suite', 1], ['suite', 32], ['suite', '16'], ['version', 0], ['version', 1.5], ['expiresInSeconds', 0], ['expiresInSeconds', MAX_ENVELOPE_SECONDS + 1], ['promptId', 'x'], ['recipient', 'me']])('has no %s of %j', (field, value) => {
    expect(faults(CreateEnvelopeRequest.safeParse({ ...request, [field]: value }))).toEqual([field]);
  });

  it.each(['', 'a', '!', 'AAA', 'AA-_', 'A'.repeat(1_000_004), null, ['AAAA']])('is base64 (%#)', (envelope) => {
    expect(OpenEnvelopeRequest.safeParse({ envelope }).success).toBe(false);
  });

  it('holds a prompt or an answer', () => {
    for (const content of [{ kind: 'other' }, { kind: 'answer', text: 'x' }, { kind: 'prompt', text: 'x' }, 'x', null]) expect(EnvelopeContent.safeParse(content).success).toBe(false);
  });
});

describe('the family of errors', () => {
  it('has known codes, each in one group', () => {
    const codes = Object.values(VAULT_ERRORS).flat();
    expect(codes.filter((code) => !(code in ERROR_CODES))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([['validation', [400, 413, 415]], ['authentication', [401]], ['authorisation', [403, 404]], ['cryptography', [422, 500]], ['database', [503]], ['service', [429, 500, 503]]] as const)('has statuses that say %s', (group, statuses) => {
    for (const code of VAULT_ERRORS[group]) expect(statuses).toContain(ERROR_CODES[code][0]);
  });
});

describe('the requests of the gateway', () => {
  it('go to inner paths alone, each to its own', () => {
    const paths = Object.values(VAULT_SERVICE_PATHS).flatMap((group) => Object.values(group));
    expect(paths.filter((path) => !path.startsWith('/internal/v1/'))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('have a shape for every path, and take nothing more', () => {
    const shapes = { prompts: PROMPT_REQUESTS, directory: DIRECTORY_REQUESTS, envelopes: ENVELOPE_REQUESTS };
    for (const group of ['prompts', 'directory', 'envelopes'] as const) {
      expect(Object.keys(shapes[group])).toEqual(Object.keys(VAULT_SERVICE_PATHS[group]));
      for (const shape of Object.values(shapes[group])) expect(shape.safeParse({ more: 1 }).success).toBe(false);
    }
  });
});
