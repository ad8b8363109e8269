import { AiChatInput, AiBudget } from './ai-chat.contract.js';
import { APP_ENVIRONMENT, APP_PATHS, GATEWAY_APP_PATHS, INTERNAL_HEADERS, Invocation } from './app-protocol.js';
import { CreateKeyRequest, DestroyKeyRequest, KeyBinding, OpenKeyRequest, SealedKey, VAULT_PATHS } from './vault.contract.js';

const ID = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';
const binding = { purpose: 'chat', ownerId: 'owner', objectId: 'object' };
const recipientPublicKey = Buffer.alloc(32, 0xff).toString('base64url');

describe('requests to the vault', () => {
  it('name purpose, owner and object, and nothing else', () => {
    expect(KeyBinding.parse(binding)).toEqual(binding);
    expect(CreateKeyRequest.safeParse({ ...binding, recipientPublicKey, keyId: ID }).success).toBe(true);
    expect(CreateKeyRequest.safeParse({ ...binding, recipientPublicKey, keyId: ID, epoch: 1 }).success).toBe(false);
    expect(CreateKeyRequest.safeParse({ ...binding, recipientPublicKey }).success).toBe(false);
    expect(OpenKeyRequest.safeParse({ ...binding, recipientPublicKey, keyId: ID, epoch: 1 }).success).toBe(false);
    expect(DestroyKeyRequest.safeParse({ ...binding, keyId: ID, force: true }).success).toBe(false);
  });

  it.each([
    ['purpose', ['root', '', 'CHAT', null]],
    ['ownerId', ['', 'x'.repeat(65), 1, null, ['owner']]],
    ['objectId', ['', 'x'.repeat(65), 1, null, {}]],
  ])('are refused with a wrong %s', (name, values) => {
    for (const value of values) expect(KeyBinding.safeParse({ ...binding, [name]: value }).success).toBe(false);
  });

  it.each(['+/==', 'a b', 'ä', 7, null])('take no public key like %j', (key) => {
    expect(CreateKeyRequest.safeParse({ ...binding, keyId: ID, recipientPublicKey: key }).success).toBe(false);
  });

  it('answer with a key that is sealed, never with a bare one', () => {
    const sealed = { keyId: ID, epoch: 1, sealedKey: 'AAAA', anchor: 0 };
    expect(Object.keys(SealedKey.parse({ ...sealed, key: 'secret' }))).toEqual(['keyId', 'epoch', 'sealedKey', 'anchor']);
    expect(SealedKey.safeParse({ ...sealed, epoch: 1.5 }).success).toBe(false);
  });

  it('go to inner paths alone', () => {
    expect(Object.values(VAULT_PATHS).every((path) => path.startsWith('/internal/v1/'))).toBe(true);
  });
});

describe('the protocol between gateway and apps', () => {
  it('has headers of its own in lower case, as Node reads them', () => {
    expect(Object.values(INTERNAL_HEADERS).filter((name) => !/^x-mateship-[a-z-]+$/.test(name))).toEqual([]);
  });

  it('has environment names under one prefix', () => {
    expect(Object.values(APP_ENVIRONMENT).filter((name) => !name.startsWith('MATESHIP_'))).toEqual([]);
  });

  it('makes paths from names', () => {
    expect([APP_PATHS.skill('extract'), GATEWAY_APP_PATHS.skill('pdf', 'extract'), GATEWAY_APP_PATHS.file(ID)]).toEqual(['/skills/extract', '/apps/v1/skills/pdf/extract', `/apps/v1/files/${ID}`]);
  });

  it('says on whose behalf and until when', () => {
    const invocation = { runId: 'r', user: 'u', chatId: null, job: 'j', deadline: 1_800_000_000_000 };
    expect(Invocation.parse(invocation)).toEqual(invocation);
    for (const deadline of [1.5, '1', null, Infinity]) expect(Invocation.safeParse({ ...invocation, deadline }).success).toBe(false);
  });
});

describe('the input of ai/chat', () => {
  const input = { model: null, messages: [{ role: 'user', content: 'hi' }], skills: [], budget: { calls: 0, tokens: 1, milliseconds: 1 } };

  it('gives messages without files an empty list of them', () => {
    expect(AiChatInput.parse(input).messages).toEqual([{ role: 'user', content: 'hi', attachments: [] }]);
  });

  it('holds at least one message', () => {
    expect(AiChatInput.safeParse({ ...input, messages: [] }).success).toBe(false);
  });

  it.each([{ calls: -1 }, { tokens: 0 }, { milliseconds: 0 }, { calls: 1.5 }, { tokens: null }])('has no budget with %j', (change) => {
    expect(AiBudget.safeParse({ ...input.budget, ...change }).success).toBe(false);
  });

  it('passes messages of an API client through untouched', () => {
    const messages = [{ role: 'tool', tool_call_id: 'c1', content: [{ type: 'text', text: 'x' }], extra: { deep: true } }];
    expect(AiChatInput.parse({ ...input, passthrough: { messages } }).passthrough).toEqual({ messages });
  });
});
