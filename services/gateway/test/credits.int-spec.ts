import { randomUUID } from 'node:crypto';
import { DomainError } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import fc from 'fast-check';
import { CreditsRepository } from '../src/credits/credits.repository.js';
import { CreditsService, type Hold } from '../src/credits/credits.service.js';
import { openLedger, type Ledger } from './support/ledger.js';

const USAGE = { app: 'ai', skill: 'chat', model: 'test/model', inputTokens: 1, outputTokens: 2 };

describe('credits', () => {
  let ledger: Ledger;

  beforeAll(async () => {
    ledger = await openLedger();
  });

  afterEach(async () => {
    expect(await ledger.broken()).toEqual([]);
  });

  afterAll(async () => {
    await ledger.close();
  });

  const settle = (userId: string, hold: Hold, used: bigint) => ledger.credits.settle(hold, used, { ...USAGE, userId });

  it('opens a wallet with the configured balance', async () => {
    const credits = new CreditsService(ledger.dataSource, new CreditsRepository(ledger.dataSource), { signupCredits: 12.5 });
    const userId = randomUUID();
    await withTransaction(ledger.dataSource, (manager) => credits.open(manager, userId));
    expect(await credits.balance(userId)).toEqual({ balance: '12500000', reserved: '0', available: '12500000' });
  });

  it('opens an empty wallet when nothing is given at sign-up', async () => {
    const userId = randomUUID();
    await withTransaction(ledger.dataSource, (manager) => ledger.credits.open(manager, userId));
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '0', reserved: '0', available: '0' });
  });

  it('knows no balance of somebody who has no wallet', async () => {
    await expect(ledger.credits.balance(randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes back a wallet when the transaction that opened it fails', async () => {
    const userId = randomUUID();
    const failing = withTransaction(ledger.dataSource, async (manager) => {
      await ledger.credits.open(manager, userId);
      throw new Error('sign-up failed');
    });
    await expect(failing).rejects.toThrow('sign-up failed');
    await expect(ledger.credits.balance(userId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('holds an amount without charging it', async () => {
    const userId = await ledger.wallet(100);
    const hold = await ledger.credits.reserve(userId, 30n, 'test', 60);
    expect(hold.amount).toBe(30n);
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '100', reserved: '30', available: '70' });
  });

  it('charges what was used and gives the rest back', async () => {
    const userId = await ledger.wallet(100);
    const hold = await ledger.credits.reserve(userId, 30n, 'test', 60);
    expect(await settle(userId, hold, 12n)).toBe(12n);
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '88', reserved: '0', available: '88' });
  });

  it('never charges more than was held', async () => {
    const userId = await ledger.wallet(100);
    const hold = await ledger.credits.reserve(userId, 30n, 'test', 60);
    expect(await settle(userId, hold, 500n)).toBe(30n);
    expect((await ledger.credits.balance(userId)).balance).toBe('70');
  });

  it('gives everything back when nothing was used', async () => {
    const userId = await ledger.wallet(100);
    const hold = await ledger.credits.reserve(userId, 30n, 'test', 60);
    expect(await settle(userId, hold, 0n)).toBe(0n);
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '100', reserved: '0', available: '100' });
  });

  it('refuses what the wallet does not cover and says how much was needed', async () => {
    const userId = await ledger.wallet(10);
    const refused = ledger.credits.reserve(userId, 11n, 'test', 60);
    await expect(refused).rejects.toBeInstanceOf(DomainError);
    await expect(refused).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS', details: { needed: '11' } });
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '10', reserved: '0', available: '10' });
  });

  it('counts what is held against what may be held', async () => {
    const userId = await ledger.wallet(10);
    await ledger.credits.reserve(userId, 6n, 'test', 60);
    await expect(ledger.credits.reserve(userId, 5n, 'test', 60)).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
  });

  it('does nothing for free work but record that it was done', async () => {
    const userId = await ledger.wallet(5);
    const hold = await ledger.credits.reserve(userId, 0n, 'test', 60);
    expect(hold).toEqual({ id: null, amount: 0n });
    expect(await settle(userId, hold, 7n)).toBe(0n);
    const rows = await ledger.dataSource.query('SELECT amount, input_tokens FROM usage WHERE user_id = $1', [userId]);
    expect(rows).toEqual([{ amount: '0', input_tokens: 1 }]);
  });

  it('resolves a hold once, whoever comes second', async () => {
    const userId = await ledger.wallet(100);
    const hold = await ledger.credits.reserve(userId, 40n, 'test', 60);
    await Promise.all([settle(userId, hold, 25n), settle(userId, hold, 25n), ledger.credits.release(hold), ledger.credits.release(hold)]);
    const { balance, reserved } = await ledger.credits.balance(userId);
    expect(['75', '100']).toContain(balance);
    expect(reserved).toBe('0');
  });

  it('records usage only with the charge that won', async () => {
    const userId = await ledger.wallet(100);
    const hold = await ledger.credits.reserve(userId, 40n, 'test', 60);
    await ledger.credits.release(hold);
    expect(await settle(userId, hold, 25n)).toBe(0n);
    expect(await ledger.dataSource.query('SELECT 1 FROM usage WHERE user_id = $1', [userId])).toEqual([]);
  });

  it('lets exactly as many parallel holds through as the balance covers', async () => {
    const userId = await ledger.wallet(50);
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => ledger.credits.reserve(userId, 1n, 'test', 60)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '50', reserved: '50', available: '0' });
  });

  it('releases holds whose time is over, and only those', async () => {
    const userId = await ledger.wallet(100);
    await ledger.credits.reserve(userId, 10n, 'test', 0);
    await ledger.credits.reserve(userId, 20n, 'test', 60);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await ledger.credits.releaseExpired()).toBeGreaterThanOrEqual(1);
    expect((await ledger.credits.balance(userId)).reserved).toBe('20');
  });

  it('keeps the ledger append-only against any statement', async () => {
    const userId = await ledger.wallet(100);
    await settle(userId, await ledger.credits.reserve(userId, 10n, 'test', 60), 5n);
    for (const statement of ['UPDATE credit_transfer SET amount = 1', 'DELETE FROM credit_transfer', 'UPDATE credit_entry SET amount = 1', 'DELETE FROM credit_entry']) {
      await expect(ledger.dataSource.query(statement)).rejects.toThrow('append-only');
    }
  });

  it('refuses entries that do not balance', async () => {
    const userId = await ledger.wallet(100);
    const unbalanced = withTransaction(ledger.dataSource, (manager) =>
      manager.query(
        `WITH transfer AS (INSERT INTO credit_transfer (id, kind, account_id, amount, reason)
           SELECT $1, 'grant', id, 5, 'forged' FROM credit_account WHERE owner_id = $2 RETURNING id, account_id)
         INSERT INTO credit_entry (transfer_id, account_id, amount) SELECT id, account_id, 5 FROM transfer`,
        [randomUUID(), userId],
      ),
    );
    await expect(unbalanced).rejects.toThrow('do not sum to zero');
  });

  it('refuses a wallet below what it holds, even by hand', async () => {
    const userId = await ledger.wallet(10);
    await ledger.credits.reserve(userId, 10n, 'test', 60);
    await expect(ledger.dataSource.query('UPDATE credit_account SET posted = 9 WHERE owner_id = $1', [userId])).rejects.toThrow('check constraint');
  });

  it('conserves credits over any schedule of holds, charges and releases', async () => {
    const step = fc.record({ amount: fc.bigInt({ min: 0n, max: 40n }), used: fc.bigInt({ min: 0n, max: 60n }), end: fc.constantFrom('settle', 'release', 'both', 'leave') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const userId = await ledger.wallet(100);
        let spent = 0n;
        let held = 0n;
        await Promise.all(
          steps.map(async ({ amount, used, end }) => {
            const hold = await ledger.credits.reserve(userId, amount, 'test', 60).catch(() => null);
            if (!hold) return;
            const charged = end === 'settle' || end === 'both' ? await settle(userId, hold, used) : 0n;
            spent += charged;
            if (end === 'release' || end === 'both') await ledger.credits.release(hold);
            if (end === 'leave') held += hold.amount;
          }),
        );
        const balance = await ledger.credits.balance(userId);
        expect(balance).toEqual({ balance: (100n - spent).toString(), reserved: held.toString(), available: (100n - spent - held).toString() });
        expect(await ledger.broken()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
