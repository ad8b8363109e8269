import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';

let vault: RunningVault;
beforeAll(async () => {
  vault = await startVault();
});
afterAll(() => vault.close());

/** Statements that go to the database while the work runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}

describe('one round trip to the database', () => {
  it('creates the first key of an object and opens it, audit included', async () => {
    const calls = await gatewayCalls(vault.client);
    const place = { purpose: 'chat' as const, ownerId: randomUUID(), objectId: randomUUID() };
    await calls.create({ ...place, objectId: randomUUID() });
    let keyId = '';
    expect(await statementsOf(async () => (keyId = (await calls.create(place)).keyId))).toBe(1);
    expect(await statementsOf(() => calls.open(place, keyId))).toBe(1);
    expect(await vault.query('SELECT action, ok FROM key_audit WHERE key_id = $1 ORDER BY id', [keyId])).toEqual([{ action: 'create', ok: true }, { action: 'open', ok: true }]);
  });

  it('more finds the next epoch', async () => {
    const calls = await gatewayCalls(vault.client);
    const place = { purpose: 'chat' as const, ownerId: randomUUID(), objectId: randomUUID() };
    await calls.create(place);
    expect(await statementsOf(() => calls.create(place))).toBe(2);
  });

  it('lets only one of several owners have an object that they create at once', async () => {
    const calls = await gatewayCalls(vault.client);
    const objectId = randomUUID();
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => calls.create({ purpose: 'chat', ownerId: randomUUID(), objectId })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'NOT_FOUND' });
    expect(await vault.query('SELECT epoch FROM data_key WHERE object_id = $1', [objectId])).toEqual([{ epoch: 1 }]);
  });
});
