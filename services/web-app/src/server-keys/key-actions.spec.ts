import { QueryClient } from '@tanstack/react-query';
import { sampleKeys } from '../../test/sample-keys.js';
import { queryKeys } from '../app/query-keys.js';
import { askAgain, isBusy, keyActions } from './key-actions.js';

const idle = sampleKeys();
const running = sampleKeys({ rewrap: { state: 'running', total: 1240, left: 600, perSecond: 50, failures: 0 } });
const waiting = sampleKeys({ rewrap: { ...running.rewrap, state: 'waiting' } });
const stuck = sampleKeys({ rewrap: { ...running.rewrap, state: 'idle', left: 3, failures: 3 } });

/** Actions against a server that answers with `answer`, and what they showed. */
function setUp(answer: () => Promise<typeof idle>) {
  const queries = new QueryClient();
  const told: string[] = [];
  const asked: unknown[] = [];
  const call = (input?: unknown) => {
    asked.push(input);
    return answer();
  };
  const actions = keyActions({ rotate: () => call('rotate'), retire: (input) => call(input) }, queries, (done) => void told.push(done));
  const shown = () => queries.getQueryData(queryKeys.serverKeys);
  return { actions, queries, told, asked, shown };
}

describe('isBusy', () => {
  it('is so while a rotation is applied or waits, not when nothing more can be done', () => {
    expect([idle, running, waiting, stuck].map(isBusy)).toEqual([false, true, true, false]);
  });
});

describe('askAgain', () => {
  it('asks often only while something moves, and never by itself before the first answer', () => {
    expect(askAgain(undefined)).toBe(false);
    expect(Number(askAgain(running))).toBeLessThan(Number(askAgain(idle)));
  });
});

describe('keyActions', () => {
  it('show the answer to a rotation at once and say so', async () => {
    const { actions, told, shown } = setUp(() => Promise.resolve(running));
    await actions.rotate();
    expect(shown()).toEqual(running);
    expect(told).toEqual(['serverKeys.rotated']);
  });

  it('retire what is below the version in use', async () => {
    const { actions, asked, told } = setUp(() => Promise.resolve(idle));
    await actions.retire(3);
    expect(asked).toEqual([{ below: 3 }]);
    expect(told).toEqual(['serverKeys.retired']);
  });

  it('do not let an older answer that is on its way replace the new one', async () => {
    const { actions, queries, shown } = setUp(() => Promise.resolve(running));
    let answerLate = () => {};
    const late = queries.fetchQuery({ queryKey: queryKeys.serverKeys, queryFn: () => new Promise((resolve) => (answerLate = () => resolve(idle))) }).catch(() => undefined);
    await actions.rotate();
    answerLate();
    await late;
    expect(shown()).toEqual(running);
  });

  it('show and say nothing of what the server refuses', async () => {
    const { actions, told, shown } = setUp(() => Promise.reject(new Error('busy')));
    await expect(actions.rotate()).rejects.toThrow('busy');
    expect([told, shown()]).toEqual([[], undefined]);
  });
});
