import { randomUUID } from 'node:crypto';
import { VAULT_SERVICE_PATHS } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import { type RunningVault, startVault } from './running-vault.js';
import { type ServiceCalls, serviceCalls } from './service-calls.js';

let vault: RunningVault;
let calls: ServiceCalls;
beforeAll(async () => {
  vault = await startVault();
  calls = serviceCalls(vault);
});
afterAll(() => vault.close());

const NOT_FOUND = { code: 'NOT_FOUND' };

/** As long as `work` runs, nobody can do this to rows of a table, as if the vault were killed at that step. */
async function withBroken(what: 'INSERT' | 'DELETE', table: string, work: () => Promise<unknown>): Promise<void> {
  await vault.query(`CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed'; END $$`);
  await vault.query(`CREATE TRIGGER broken BEFORE ${what} ON ${table} FOR EACH ROW EXECUTE FUNCTION broken()`);
  try {
    await work();
  } finally {
    await vault.query(`DROP TRIGGER broken ON ${table}`);
  }
}

describe('a prompt', () => {
  it('comes back as it was written, also after a restart', async () => {
    const owner = randomUUID();
    const text = 'Zoë said "hi".\n\u0000 🧑‍🚀 ‮';
    const { id } = await calls.create(owner, { name: 'Näme', text });
    expect(await calls.read(owner, id)).toMatchObject({ id, version: 1, name: 'Näme', text });
    await vault.restart();
    expect(await calls.read(owner, id)).toMatchObject({ name: 'Näme', text });
  });

  it('gets a new version with each change and keeps the old ones', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner, { name: 'One', text: 'first' });
    expect(await calls.update(owner, id, { text: 'second' })).toMatchObject({ id, name: 'One', version: 2 });
    expect(await calls.update(owner, id, { name: 'Three' })).toMatchObject({ name: 'Three', version: 3 });
    expect(await calls.read(owner, id)).toMatchObject({ version: 3, name: 'Three', text: 'second' });
    expect(await calls.read(owner, id, 1)).toMatchObject({ version: 1, name: 'One', text: 'first' });
    expect((await calls.versions(owner, id)).items.map(({ version, name }) => [version, name])).toEqual([[3, 'Three'], [2, 'One'], [1, 'One']]);
    await expect(calls.read(owner, id, 4)).rejects.toMatchObject(NOT_FOUND);
  });

  it('loses no change of those made at the same time', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner);
    const changes = await Promise.allSettled(Array.from({ length: 4 }, (_, index) => calls.update(owner, id, { text: `change ${index}` })));
    const made = changes.filter(({ status }) => status === 'fulfilled').length;
    const { items } = await calls.versions(owner, id);
    expect(made).toBeGreaterThan(0);
    expect(items.map(({ version }) => version)).toEqual(Array.from({ length: made + 1 }, (_, index) => made + 1 - index));
  });

  it('is gone with its key when it is deleted', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner);
    const [row] = await vault.query<{ key_id: string }>('SELECT key_id FROM prompt WHERE id = $1', [id]);
    await calls.delete(owner, id);
    expect(await vault.query('SELECT state, wrapped FROM data_key WHERE id = $1', [row?.key_id])).toEqual([{ state: 'destroyed', wrapped: null }]);
    expect(await vault.query('SELECT 1 FROM prompt_version WHERE prompt_id = $1', [id])).toEqual([]);
    for (const gone of [() => calls.read(owner, id), () => calls.update(owner, id, { name: 'x' }), () => calls.versions(owner, id), () => calls.delete(owner, id)]) await expect(gone()).rejects.toMatchObject(NOT_FOUND);
  });

  it('cannot be read when its key went and its rows stayed', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner);
    await vault.query(`UPDATE data_key SET state = 'destroyed', wrapped = NULL, destroyed_at = now() WHERE object_id = $1`, [id]);
    await expect(calls.read(owner, id)).rejects.toMatchObject(NOT_FOUND);
    await expect(calls.delete(owner, id)).resolves.toBeUndefined();
  });

  it('is not there for anybody else', async () => {
    const [owner, other] = [randomUUID(), randomUUID()];
    const { id } = await calls.create(owner);
    for (const attempt of [() => calls.read(other, id), () => calls.read(other, id, 1), () => calls.versions(other, id), () => calls.update(other, id, { name: 'mine' }), () => calls.delete(other, id)]) {
      await expect(attempt()).rejects.toMatchObject(NOT_FOUND);
    }
    expect((await calls.list(other)).items).toEqual([]);
    expect(await calls.read(owner, id)).toMatchObject({ version: 1 });
  });
});

describe('a prompt whose deletion was broken off', () => {
  const destroyKey = (id: string) => vault.query(`UPDATE data_key SET state = 'destroyed', wrapped = NULL, destroyed_at = now() WHERE object_id = $1`, [id]);
  const rows = async (id: string) => (await vault.query('SELECT 1 FROM prompt JOIN prompt_version ON prompt_id = id WHERE id = $1', [id])).length;

  it('does not take the others along when they are listed, and is deleted to the end by asking again', async () => {
    const owner = randomUUID();
    const [first, half, last] = [await calls.create(owner), await calls.create(owner), await calls.create(owner)];
    await destroyKey(half.id);
    await calls.forget();
    expect((await calls.list(owner)).items.map(({ id }) => id)).toEqual([last.id, first.id]);
    const pages: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof calls.list>> = await calls.list(owner, { limit: 1, ...(cursor ? { cursor } : {}) });
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([last.id, first.id]);
    await calls.delete(owner, half.id);
    expect([await rows(half.id), await rows(first.id)]).toEqual([0, 1]);
    await expect(calls.delete(owner, half.id)).rejects.toMatchObject(NOT_FOUND);
  });

  it('is deleted to the end at the next start, and no other is', async () => {
    const owner = randomUUID();
    const [stays, half] = [await calls.create(owner), await calls.create(owner)];
    await destroyKey(half.id);
    await vault.restart();
    await eventually(async () => (await rows(half.id)) === 0);
    expect((await calls.list(owner)).items.map(({ id }) => id)).toEqual([stays.id]);
  });

  it('is there as before when its row could not be deleted', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner, { name: 'Still', text: 'here' });
    await withBroken('DELETE', 'prompt', () => expect(calls.delete(owner, id)).rejects.toThrow());
    expect([await calls.read(owner, id), (await calls.list(owner)).items]).toMatchObject([{ text: 'here' }, [{ id, name: 'Still' }]]);
    await calls.delete(owner, id);
    expect(await rows(id)).toBe(0);
  });
});

describe('what was broken off while it was made leaves no key', () => {
  const keysOf = async (owner: string) => (await vault.query('SELECT id FROM data_key WHERE owner_id = $1 AND wrapped IS NOT NULL', [owner])).length;

  it.each(['prompt', 'prompt_version'])('of a prompt, when %s could not be written', async (table) => {
    const owner = randomUUID();
    await withBroken('INSERT', table, () => expect(calls.create(owner)).rejects.toThrow());
    expect([await keysOf(owner), (await calls.list(owner)).items]).toEqual([0, []]);
    await calls.create(owner);
    expect([await keysOf(owner), (await calls.list(owner)).items.length]).toEqual([1, 1]);
  });

  it('of a party', async () => {
    const party = `user:${randomUUID()}`;
    await withBroken('INSERT', 'party_key', () => expect(calls.keys(party, true)).rejects.toThrow());
    expect(await keysOf(party)).toBe(0);
    const { keys } = await calls.keys(party, true);
    expect(await keysOf(party)).toBe(keys.length);
  });
});

describe('the list of prompts', () => {
  it('gives every one once, newest first, page by page', async () => {
    const owner = randomUUID();
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) made.unshift((await calls.create(owner, { name: `p${count}`, text: 't' })).id);
    await vault.query('UPDATE prompt SET created_at = $2 WHERE owner_id = $1', [owner, new Date()]);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await calls.list(owner, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(new Set(made));
  });

  it('pages through versions', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner);
    for (let count = 0; count < 4; count += 1) await calls.update(owner, id, { text: String(count) });
    const first = await calls.versions(owner, id, { limit: 3 });
    const second = await calls.versions(owner, id, { limit: 3, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
    expect(second.nextCursor).toBeNull();
  });

  it('shows a new name at once', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner, { name: 'Before', text: 't' });
    await calls.list(owner);
    await calls.update(owner, id, { name: 'After' });
    expect((await calls.list(owner)).items.map(({ name }) => name)).toEqual(['After']);
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each(['AAAA', encoded({ x: 1 }), encoded(['0000-01-01T00:00:00.000Z', randomUUID()]), encoded(['-infinity', randomUUID()]), encoded(['2020-01-01T00:00:00.000Z', "x' OR 1=1"])])('takes no cursor that it did not give (%#)', async (cursor) => {
    const owner = randomUUID();
    const { id } = await calls.create(owner);
    await expect(calls.list(owner, { cursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    await expect(calls.versions(owner, id, { cursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('shows nobody else’s by a cursor into them', async () => {
    const [owner, thief] = [randomUUID(), randomUUID()];
    for (const name of ['a', 'b', 'c']) await calls.create(owner, { name, text: 't' });
    const { nextCursor } = await calls.list(owner, { limit: 1 });
    expect((await calls.list(owner, { cursor: nextCursor! })).items).toHaveLength(2);
    expect((await calls.list(thief, { cursor: nextCursor! })).items).toEqual([]);
  });
});

describe('the database', () => {
  it('holds nothing of a prompt that can be read', async () => {
    const owner = randomUUID();
    const { id } = await calls.create(owner, { name: 'CanaryName', text: 'CanaryText' });
    await calls.update(owner, id, { text: 'CanaryChanged' });
    const tables = await vault.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`);
    for (const { name } of tables) {
      const rows = await vault.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      const bytes = rows.map(({ row }) => row + Buffer.from((/\\x([0-9a-f]+)/.exec(row)?.[1] ?? '') as string, 'hex').toString('latin1')).join('\n');
      expect(bytes).not.toMatch(/Canary|43616e617279/);
    }
  });

  it.each([
    ['of another version', 'UPDATE prompt_version a SET body = b.body FROM prompt_version b WHERE a.prompt_id = $1 AND b.prompt_id = $1 AND a.version = 2 AND b.version = 1'],
    ['of another prompt', `UPDATE prompt_version a SET body = b.body FROM prompt_version b WHERE a.prompt_id = $1 AND b.prompt_id <> $1 AND a.version = 2`],
    ['that was changed', `UPDATE prompt_version SET body = set_byte(body, 50, get_byte(body, 50) # 1) WHERE prompt_id = $1 AND version = 2`],
  ])('gives no content %s, and notes the attempt', async (_what, sql) => {
    const owner = randomUUID();
    await calls.create(owner);
    const { id } = await calls.create(owner);
    await calls.update(owner, id, { text: 'second' });
    await vault.query(sql, [id]);
    await expect(calls.read(owner, id)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    const noted = await vault.query('SELECT caller, action, ok FROM key_audit JOIN data_key ON data_key.id = key_id WHERE object_id = $1 AND NOT ok', [id]);
    expect(noted).toEqual([{ caller: 'vault', action: 'open', ok: false }]);
  });

  it('gives no prompt to another owner by a change of its row', async () => {
    const [owner, thief] = [randomUUID(), randomUUID()];
    const { id } = await calls.create(owner);
    await vault.query('UPDATE prompt SET owner_id = $2 WHERE id = $1', [id, thief]);
    await expect(calls.read(thief, id)).rejects.toMatchObject(NOT_FOUND);
    await vault.query('UPDATE data_key SET owner_id = $2 WHERE object_id = $1', [id, thief]);
    await expect(calls.read(thief, id)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
  });
});

describe('a wrong request', () => {
  const valid = () => ({ ownerId: randomUUID(), prompt: { name: 'n', text: 't' } });
  it.each([
    ['no name', { prompt: { text: 't' } }, 'VALIDATION_FAILED'],
    ['a name of blanks', { prompt: { name: '  ', text: 't' } }, 'VALIDATION_FAILED'],
    ['a text that is too long', { prompt: { name: 'n', text: 'x'.repeat(20_001) } }, 'VALIDATION_FAILED'],
    ['a lone surrogate', { prompt: { name: 'n', text: '\ud800' } }, 'VALIDATION_FAILED'],
    ['an owner that is no UUID', { ownerId: { not: null } }, 'VALIDATION_FAILED'],
    ['an id of its own', { prompt: { name: 'n', text: 't', id: randomUUID() } }, 'UNKNOWN_PROPERTY'],
  ])('with %s is refused', async (_what, change, code) => {
    await expect(vault.client.json('POST', VAULT_SERVICE_PATHS.prompts.create, { ...valid(), ...change })).rejects.toMatchObject({ code });
  });

  it.each(['prompt', 'party'])('of the gateway for a key of the purpose %s is refused', async (purpose) => {
    const request = { purpose, ownerId: randomUUID(), objectId: randomUUID(), recipientPublicKey: Buffer.alloc(32, 9).toString('base64url') };
    await expect(vault.client.json('POST', '/internal/v1/keys/create', request)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(vault.client.json('POST', '/internal/v1/keys/open', { ...request, keyId: randomUUID() })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it.each(Object.values(VAULT_SERVICE_PATHS).flatMap((paths) => Object.values(paths)))('that the gateway did not sign is refused at %s', async (path) => {
    const stranger = vault.clientAs({ secret: 'x'.repeat(43) });
    await expect(stranger.json('POST', path, {})).rejects.toMatchObject({ code: 'CALLER_UNTRUSTED' });
  });
});
