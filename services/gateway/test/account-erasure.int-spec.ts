import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DomainError, VAULT_PATHS, VAULT_SERVICE_PATHS, type CreatedApiKey, type SendMessageResponse } from '@mateship/contracts';
import { brokenCreditInvariants } from '@mateship/dev-env';
import type { z } from 'zod';
import { PasswordHasher } from '../src/auth/password-hasher.js';
import { CONFIG, type GatewayConfig } from '../src/config/config.js';
import { AccountErasure } from '../src/users/erasure/account-erasure.js';
import { AccountErasureRepository } from '../src/users/erasure/account-erasure.repository.js';
import { VaultServiceClient } from '../src/vault/vault-service.client.js';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;
const PASSWORD = 'a long enough password';

describe('an account that its owner deletes', () => {
  let gateway: TestGateway;
  let hash: string;
  let me: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    hash = await gateway.service.app.get(PasswordHasher).hash(PASSWORD);
  });
  beforeEach(async () => {
    await gateway.dataSource.query('DELETE FROM user_account');
    me = await withPassword(await gateway.caller());
  });
  afterEach(async () => {
    gateway.vault.failure = null;
    jest.restoreAllMocks();
    expect(await brokenCreditInvariants((statement) => gateway.dataSource.query(statement))).toEqual([]);
  });
  afterAll(() => gateway.stop());

  const withPassword = async (caller: Caller): Promise<Caller> => {
    await gateway.dataSource.query('UPDATE user_account SET password_hash = $2 WHERE id = $1', [caller.id, hash]);
    return caller;
  };
  const remove = (caller = me, password = PASSWORD) => gateway.json('DELETE', '/v1/users/me', caller, { password });
  const send = (caller = me) => gateway.json<Sent>('POST', '/v1/chat/message', caller, { content: 'hello' });
  const upload = async () => {
    const form = new FormData();
    form.append('file', new Blob(['text'], { type: 'text/plain' }), 'a.txt');
    const response = await fetch(`${gateway.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${me.token}` }, body: form });
    return ((await response.json()) as { id: string }).id;
  };
  const blobs = () => readdirSync(path.join(gateway.service.app.get<GatewayConfig>(CONFIG).dataDir, 'blobs'), { recursive: true }).map(String);
  /** How many rows of each table name the person. */
  const left = async () => {
    const counts: Record<string, number> = {};
    for (const [table, column] of [['user_account', 'id'], ['session', 'user_id'], ['api_key', 'user_id'], ['chat', 'owner_id'], ['file', 'owner_id']] as const) {
      const [row] = await gateway.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${table} WHERE ${column} = $1`, [me.id]);
      counts[table] = row!.count;
    }
    return counts;
  };
  const NOTHING = { user_account: 0, session: 0, api_key: 0, chat: 0, file: 0 };

  it('goes with its chats, files, keys and credentials, and nothing of others goes', async () => {
    const other = await gateway.caller();
    const kept = (await send(other)).body.chat.id;
    const keysBefore = gateway.vault.keyIds;
    await send();
    const file = await upload();
    expect(blobs().some((name) => name.includes(file))).toBe(true);
    const key = (await gateway.json<z.infer<typeof CreatedApiKey>>('POST', '/v1/api_keys', me, { name: 'k', scopes: ['chat'] })).body.key;
    expect((await remove()).status).toBe(204);
    expect([await left(), gateway.vault.keyIds]).toEqual([NOTHING, keysBefore]);
    expect(blobs().some((name) => name.includes(file))).toBe(false);
    for (const token of [me.token, key]) expect((await gateway.json('GET', '/v1/chat', { id: me.id, token })).status).toBe(401);
    expect((await gateway.json('GET', `/v1/chat/${kept}`, other)).status).toBe(200);
  });

  it('has the vault destroy prompts and keys of envelopes after those of chats and files, and before its row goes', async () => {
    await send();
    await upload();
    const before = gateway.vault.asked.length;
    const repository = gateway.service.app.get(AccountErasureRepository);
    const { erase } = AccountErasureRepository.prototype;
    let asked: string[] = [];
    jest.spyOn(repository, 'erase').mockImplementationOnce(async (id) => {
      asked = gateway.vault.asked.slice(before);
      await erase.call(repository, id);
    });
    expect((await remove()).status).toBe(204);
    expect(asked.filter((path) => path !== VAULT_PATHS.anchorKeys)).toEqual([VAULT_PATHS.destroyKey, VAULT_PATHS.destroyKey, VAULT_SERVICE_PATHS.people.erase]);
    expect(gateway.vault.received.at(-1)).toEqual({ path: VAULT_SERVICE_PATHS.people.erase, body: { ownerId: me.id } });
    expect(await left()).toEqual(NOTHING);
  });

  it('goes at the next sweep when the vault went away between the keys of its chats and those of its prompts', async () => {
    await send();
    const client = gateway.service.app.get(VaultServiceClient);
    jest.spyOn(client, 'erasePerson').mockRejectedValueOnce(new DomainError('KMS_UNAVAILABLE'));
    expect((await remove()).status).toBe(204);
    expect(await left()).toMatchObject({ user_account: 1, chat: 0 });
    const before = gateway.vault.received.length;
    await gateway.service.app.get(AccountErasure).sweep();
    expect([await left(), gateway.vault.received.slice(before)]).toEqual([NOTHING, [{ path: VAULT_SERVICE_PATHS.people.erase, body: { ownerId: me.id } }]]);
  });

  it('leaves a ledger that balances and names nobody', async () => {
    await send();
    await remove();
    const wallets = await gateway.dataSource.query('SELECT kind FROM credit_account WHERE owner_id = $1', [me.id]);
    expect(wallets).toEqual([{ kind: 'wallet' }]);
  });

  it('stays when the password is wrong', async () => {
    await send();
    const answer = await remove(me, 'another password');
    expect([answer.status, answer.code]).toEqual([403, 'PASSWORD_WRONG']);
    expect(await left()).toEqual({ ...NOTHING, user_account: 1, session: 1, chat: 1 });
  });

  it.each([[{}], [{ password: '' }], [{ password: PASSWORD, userId: 'x' }]])('stays with %j', async (body) => {
    expect((await gateway.json('DELETE', '/v1/users/me', me, body)).status).toBe(400);
    expect((await left()).user_account).toBe(1);
  });

  it('stays when it is the last administrator’s, however many ask at once', async () => {
    const admins = [await withPassword(await gateway.caller('admin')), await withPassword(await gateway.caller('admin'))];
    const answers = await Promise.all(admins.map((admin) => remove(admin)));
    expect(answers.map(({ status, code }) => `${status} ${code ?? ''}`).sort()).toEqual(['204 ', '409 LAST_ADMIN']);
  });

  it('names nobody and opens nothing from the first moment, while the vault is away, and goes when it is back', async () => {
    await send();
    gateway.vault.failure = new DomainError('KMS_UNAVAILABLE');
    expect((await remove()).status).toBe(204);
    const [row] = await gateway.dataSource.query('SELECT username, email, password_hash FROM user_account WHERE id = $1', [me.id]);
    expect(row).toEqual({ username: `deleted-${me.id}`, email: `${me.id}@deleted.invalid`, password_hash: '-' });
    expect((await gateway.json('GET', '/v1/users/me', me)).status).toBe(401);
    gateway.vault.failure = null;
    await gateway.service.app.get(AccountErasure).sweep();
    expect(await left()).toEqual(NOTHING);
  });

  it('goes at the next sweep when the server was killed before its row', async () => {
    await send();
    const repository = gateway.service.app.get(AccountErasureRepository);
    jest.spyOn(repository, 'erase').mockRejectedValueOnce(new Error('killed'));
    await remove();
    expect(await left()).toMatchObject({ user_account: 1, chat: 0 });
    await gateway.service.app.get(AccountErasure).sweep();
    expect(await left()).toEqual(NOTHING);
  });
});
