import { waitForServer } from './wait-for-server.js';

/** A server that is there from the nth time on that it is asked; `stopAt`: nobody waits for it from then on. */
function setUp({ thereAt = Infinity, stopAt = Infinity }: { thereAt?: number; stopAt?: number }) {
  const stop = new AbortController();
  const calls: string[] = [];
  let asked = 0;
  const wait = (milliseconds: number) => {
    calls.push(`wait ${milliseconds > 0}`);
    return Promise.resolve();
  };
  const isThere = () => {
    asked += 1;
    calls.push('ask');
    if (asked >= stopAt) stop.abort();
    return Promise.resolve(asked >= thereAt);
  };
  return { calls, stop, answer: () => waitForServer(stop.signal, wait, isThere) };
}

describe('waitForServer', () => {
  it('waits before each question, and asks until there is an answer', async () => {
    const { calls, answer } = setUp({ thereAt: 3 });
    expect(await answer()).toBe(true);
    expect(calls).toEqual(['wait true', 'ask', 'wait true', 'ask', 'wait true', 'ask']);
  });

  it('asks nothing when nobody waits any more', async () => {
    const { calls, stop, answer } = setUp({ thereAt: 1 });
    stop.abort();
    expect(await answer()).toBe(false);
    expect(calls).toEqual([]);
  });

  it('ends when the page is left between two questions', async () => {
    const { calls, answer } = setUp({ stopAt: 2 });
    expect(await answer()).toBe(false);
    expect(calls.filter((call) => call === 'ask')).toHaveLength(2);
  });

  it('brings nobody back who left while the answer was on its way', async () => {
    const { answer } = setUp({ thereAt: 1, stopAt: 1 });
    expect(await answer()).toBe(false);
  });
});
