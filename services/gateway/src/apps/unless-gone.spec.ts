import { unlessGone } from './unless-gone.js';

describe('unlessGone', () => {
  const start = () => {
    const caller = new AbortController();
    const coming = Promise.withResolvers<string>();
    const late: string[] = [];
    return { caller, coming, late, result: unlessGone(caller.signal, coming.promise, (value) => late.push(value)) };
  };

  it('gives what comes while the caller waits', async () => {
    const { caller, coming, late, result } = start();
    coming.resolve('lease');
    await expect(result).resolves.toBe('lease');
    caller.abort();
    expect(late).toEqual([]);
  });

  it('throws what fails while the caller waits', async () => {
    const { coming, result } = start();
    coming.reject(new Error('no app'));
    await expect(result).rejects.toThrow('no app');
  });

  it('throws the reason when the caller leaves, and hands on what comes too late', async () => {
    const { caller, coming, late, result } = start();
    caller.abort(new Error('left'));
    await expect(result).rejects.toThrow('left');
    expect(late).toEqual([]);
    coming.resolve('lease');
    await coming.promise;
    expect(late).toEqual(['lease']);
  });

  it('forgets a failure after the caller has left', async () => {
    const { caller, coming, late, result } = start();
    caller.abort(new Error('left'));
    coming.reject(new Error('no app'));
    await expect(result).rejects.toThrow('left');
    expect(late).toEqual([]);
  });

  it('lets nobody wait who has left before', async () => {
    const late: string[] = [];
    await expect(unlessGone(AbortSignal.abort(new Error('left')), Promise.resolve('lease'), (value) => late.push(value))).rejects.toThrow('left');
    expect(late).toEqual(['lease']);
  });
});
