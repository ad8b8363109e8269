import { randomUUID } from 'node:crypto';
import { withTransaction } from '@mateship/database';
import { CreditsRepository } from '../src/credits/credits.repository.js';
import { openLedger, type Ledger } from './support/ledger.js';

/** Each broken state needs a ledger of its own, since nothing mends it. */
describe('the invariants of the ledger', () => {
  let ledger: Ledger;
  let userId: string;

  beforeEach(async () => {
    ledger = await openLedger();
    userId = await ledger.wallet(100);
    const hold = await ledger.credits.reserve(userId, 30n, 'test', 60);
    const usage = { userId, app: 'ai', skill: 'chat', model: null, inputTokens: 1, outputTokens: 1 };
    await ledger.credits.settle(hold, 20n, usage);
  });
  afterEach(() => ledger.close());

  /** Writes past the guards of the tables, as a mistake in a later migration or a careless hand could. */
  const tamper = async (...statements: string[]) => {
    for (const table of ['credit_transfer', 'credit_entry']) await ledger.dataSource.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const statement of statements) await ledger.dataSource.query(statement);
  };
  const wallet = () => `(SELECT id FROM credit_account WHERE owner_id = '${userId}')`;

  it('hold for a ledger that was used', async () => {
    expect(await ledger.broken()).toEqual([]);
  });

  it('notice credits from nowhere', async () => {
    await tamper(`UPDATE credit_account SET posted = posted + 1 WHERE id = ${wallet()}`);
    expect(await ledger.broken()).toEqual(['postings sum to zero', 'posted equals the entries']);
  });

  it('notice credits that changed sides without an entry', async () => {
    await tamper(`UPDATE credit_account SET posted = posted + 5 WHERE id = ${wallet()}`, `UPDATE credit_account SET posted = posted - 5 WHERE kind = 'issuance'`);
    expect(await ledger.broken()).toEqual(['posted equals the entries']);
  });

  it('notice an entry that was changed', async () => {
    await tamper(`UPDATE credit_entry SET amount = amount + 1 WHERE account_id = ${wallet()} AND amount < 0`);
    expect(await ledger.broken()).toEqual(['entries of each transfer sum to zero', 'posted equals the entries']);
  });

  it('notice a hold that was never counted', async () => {
    await tamper(`INSERT INTO credit_transfer (id, kind, account_id, amount, reason, expires_at) VALUES ('${randomUUID()}', 'reserve', ${wallet()}, 5, 'forged', now() + interval '1 minute')`);
    expect(await ledger.broken()).toEqual(['pending equals the open holds']);
  });

  it('notice a hold that nobody released', async () => {
    await ledger.credits.reserve(userId, 5n, 'test', 60);
    await tamper(`UPDATE credit_transfer SET expires_at = now() - interval '2 minutes' WHERE kind = 'reserve' AND amount = 5`);
    expect(await ledger.broken()).toEqual(['no hold outlives its time by a minute']);
    expect(await ledger.credits.releaseExpired()).toBe(1);
    expect(await ledger.broken()).toEqual([]);
  });

  it('notice a charge above its hold', async () => {
    await tamper(`UPDATE credit_transfer SET amount = 31 WHERE kind = 'post'`);
    expect(await ledger.broken()).toEqual(['no charge exceeds its hold']);
  });

  it('notice a hold that was resolved twice', async () => {
    await tamper(
      'DROP INDEX credit_transfer_resolved_once',
      `INSERT INTO credit_transfer (id, kind, account_id, pending_id, amount, reason) SELECT '${randomUUID()}', 'void', account_id, id, 0, reason FROM credit_transfer WHERE kind = 'reserve'`,
    );
    expect(await ledger.broken()).toEqual(['each hold is resolved at most once']);
  });

  it('notice usage that was charged to nobody', async () => {
    await tamper(`UPDATE usage SET amount = amount + 1`);
    expect(await ledger.broken()).toEqual(['usage equals the posted spend']);
  });

  it('notice a wallet below what it holds', async () => {
    const checks: { conname: string }[] = await ledger.dataSource.query(`SELECT conname FROM pg_constraint WHERE conrelid = 'credit_account'::regclass AND contype = 'c'`);
    await tamper(...checks.map(({ conname }) => `ALTER TABLE credit_account DROP CONSTRAINT "${conname}"`), `UPDATE credit_account SET posted = -1 WHERE id = ${wallet()}`);
    expect(await ledger.broken()).toEqual(expect.arrayContaining(['wallets cover what they hold']));
  });

  it('survive a hold of somebody without a wallet, which is refused', async () => {
    await expect(ledger.credits.reserve(randomUUID(), 1n, 'test', 60)).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
    expect(await ledger.broken()).toEqual([]);
  });

  it('survive a second wallet for the same person, which is refused', async () => {
    const again = withTransaction(ledger.dataSource, (manager) => new CreditsRepository(ledger.dataSource).openWallet(manager, userId));
    await expect(again).rejects.toThrow('duplicate key');
    expect(await ledger.broken()).toEqual([]);
  });

  it('survive amounts beyond what a JavaScript number holds exactly', async () => {
    const rich = randomUUID();
    const repository = new CreditsRepository(ledger.dataSource);
    await withTransaction(ledger.dataSource, async (manager) => {
      await repository.openWallet(manager, rich);
      await repository.grant(manager, rich, 9_007_199_254_740_993n, 'test');
    });
    await ledger.credits.reserve(rich, 9_007_199_254_740_992n, 'test', 60);
    expect(await ledger.credits.balance(rich)).toEqual({ balance: '9007199254740993', reserved: '9007199254740992', available: '1' });
    expect(await ledger.broken()).toEqual([]);
  });
});
