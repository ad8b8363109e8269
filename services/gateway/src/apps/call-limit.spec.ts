import { setTimeout as sleep } from 'node:timers/promises';
import { getEventListeners } from 'node:events';
import { CallLimit } from './call-limit.js';

describe('CallLimit', () => {
  const limitOf = (milliseconds = 10_000) => {
    const caller = new AbortController();
    return { caller, limit: new CallLimit(milliseconds, caller.signal) };
  };

  it('ends with SKILL_TIMEOUT when the time is over', async () => {
    const { limit } = limitOf(10);
    await sleep(30);
    expect(limit.signal.reason).toMatchObject({ code: 'SKILL_TIMEOUT' });
    limit.end();
  });

  it("ends for the caller's reason when the caller leaves", () => {
    const { caller, limit } = limitOf();
    caller.abort(new Error('gone'));
    expect(limit.signal.reason).toEqual(new Error('gone'));
    limit.end();
  });

  it('has ended at once when the caller left before', () => {
    const limit = new CallLimit(10_000, AbortSignal.abort());
    expect(limit.signal.aborted).toBe(true);
    limit.end();
  });

  it('stops what still runs when the call is over, and lets go of its caller', () => {
    const { caller, limit } = limitOf();
    limit.end();
    expect(limit.signal.aborted).toBe(true);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('keeps the first reason', () => {
    const { caller, limit } = limitOf();
    limit.end();
    caller.abort();
    expect(limit.signal.reason).toMatchObject({ message: 'The call is over.' });
  });

  it('tells its listener why it stopped, once', async () => {
    const { caller, limit } = limitOf(10);
    const reasons: unknown[] = [];
    limit.onStop((reason) => reasons.push(reason));
    await sleep(30);
    caller.abort();
    limit.end();
    expect(reasons).toEqual([expect.objectContaining({ code: 'SKILL_TIMEOUT' })]);
  });

  it('tells a listener that comes too late at once', () => {
    const { caller, limit } = limitOf();
    caller.abort(new Error('gone'));
    const reasons: unknown[] = [];
    limit.onStop((reason) => reasons.push(reason));
    expect(reasons).toEqual([new Error('gone')]);
    limit.end();
  });

  it('has nothing to tell its listener about a call that ended by itself', () => {
    const { limit } = limitOf();
    const onStop = jest.fn();
    limit.onStop(onStop);
    limit.end();
    expect(onStop).not.toHaveBeenCalled();
  });
});
