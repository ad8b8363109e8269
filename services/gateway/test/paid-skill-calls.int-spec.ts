import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { PaidSkillCalls } from '../src/apps/paid-skill-calls.js';
import type { SkillCall } from '../src/apps/skill-calls.js';
import { AppDouble, aManifest, anError, json } from './support/app-double.js';
import { openLedger, type Ledger } from './support/ledger.js';

const PRICE = 30;

describe('paid skill calls', () => {
  let ledger: Ledger;
  let app: AppDouble;
  let paid: PaidSkillCalls;

  beforeAll(async () => {
    ledger = await openLedger();
    app = await AppDouble.start([aManifest('probe', [{ id: 'paid', price: PRICE }, { id: 'free' }])]);
    paid = new PaidSkillCalls(app.catalogue, app.calls, ledger.credits);
  });
  beforeEach(() => app.does(json({ answer: 42 })));
  afterEach(async () => {
    expect(await ledger.broken()).toEqual([]);
    expect(app.held).toBe(0);
  });
  afterAll(async () => {
    await app.shutdown();
    await ledger.close();
  });

  const aCall = (userId: string, changes: Partial<SkillCall> = {}): SkillCall => ({ app: 'probe', skill: 'paid', input: Buffer.from('{}'), userId, signal: new AbortController().signal, ...changes });
  /** Passes an answer on; gives what was passed. */
  const pass = async (call: SkillCall) => {
    const sink = new PassThrough();
    await paid.pass(call, () => sink);
    return Buffer.concat(await sink.toArray()).toString();
  };
  const usageOf = (userId: string) => ledger.dataSource.query('SELECT app, skill, amount FROM usage WHERE user_id = $1', [userId]);

  it('charge their price when the app answered', async () => {
    const userId = await ledger.wallet(100);
    expect(await paid.json(aCall(userId))).toEqual({ answer: 42 });
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '70', reserved: '0', available: '70' });
    expect(await usageOf(userId)).toEqual([{ app: 'probe', skill: 'paid', amount: '30' }]);
  });

  it('charge an answer that is passed on as it comes', async () => {
    const userId = await ledger.wallet(100);
    expect(await pass(aCall(userId))).toBe('{"answer":42}');
    expect((await ledger.credits.balance(userId)).balance).toBe('70');
  });

  it('charge nothing for an answer that is an error, and give it as it is', async () => {
    const userId = await ledger.wallet(100);
    app.does(json(anError('PDF_INVALID'), 422));
    for (const call of [pass, (same: SkillCall) => paid.json(same)]) await expect(call(aCall(userId))).rejects.toMatchObject({ code: 'PDF_INVALID' });
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '100', reserved: '0', available: '100' });
    expect(await usageOf(userId)).toEqual([]);
  });

  it('charge nothing for an answer that is no JSON', async () => {
    const userId = await ledger.wallet(100);
    app.does((_input, response) => void response.writeHead(200).end('{"cut":'));
    await expect(paid.json(aCall(userId))).rejects.toMatchObject({ code: 'SKILL_BAD_RESPONSE' });
    expect((await ledger.credits.balance(userId)).available).toBe('100');
  });

  it('charge nothing when the caller leaves before the answer', async () => {
    const userId = await ledger.wallet(100);
    const leaving = new AbortController();
    app.does(() => leaving.abort(Object.assign(new Error('left'), { name: 'AbortError' })));
    await expect(pass(aCall(userId, { signal: leaving.signal }))).rejects.toMatchObject({ name: 'AbortError' });
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '100', reserved: '0', available: '100' });
  });

  it('give the app and the credits back when an answer cannot be settled', async () => {
    const userId = await ledger.wallet(100);
    app.does((input, response, invocation) => {
      void ledger.dataSource.query('ALTER TABLE usage RENAME TO usage_away').then(() => json({})(input, response, invocation));
    });
    await expect(pass(aCall(userId))).rejects.toThrow('usage');
    await ledger.dataSource.query('ALTER TABLE usage_away RENAME TO usage');
    expect(app.held).toBe(0);
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '100', reserved: '0', available: '100' });
  });

  it('hold the price while the app works', async () => {
    const userId = await ledger.wallet(100);
    let during: unknown;
    app.does((input, response, invocation) => {
      void ledger.credits.balance(userId).then((balance) => {
        during = balance;
        json({})(input, response, invocation);
      });
    });
    await paid.json(aCall(userId));
    expect(during).toEqual({ balance: '100', reserved: '30', available: '70' });
  });

  it('reach no app when the credits do not cover them', async () => {
    const userId = await ledger.wallet(PRICE - 1);
    let asked = false;
    app.does(() => (asked = true));
    await expect(paid.json(aCall(userId))).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS', details: { needed: '30' } });
    expect(asked).toBe(false);
  });

  it('are covered as often as the credits last, however many come at once', async () => {
    const userId = await ledger.wallet(PRICE * 3);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => paid.json(aCall(userId))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await ledger.credits.balance(userId)).toEqual({ balance: '0', reserved: '0', available: '0' });
  });

  it('need no wallet when they are free', async () => {
    const userId = randomUUID();
    expect(await paid.json(aCall(userId, { skill: 'free' }))).toEqual({ answer: 42 });
    expect(await usageOf(userId)).toEqual([]);
  });

  it.each([{ app: 'nothing' }, { skill: 'nothing' }, { app: '__proto__' }, { skill: 'constructor' }])('do not exist as %j', async (changes) => {
    const userId = await ledger.wallet(100);
    await expect(paid.json(aCall(userId, changes))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await ledger.credits.balance(userId)).available).toBe('100');
  });
});
