import { RunBudget } from './run-budget.js';

const never = new AbortController().signal;

function budget(overrides: Partial<{ calls: number; tokens: number; milliseconds: number }> = {}, caller = never) {
  return new RunBudget({ calls: 2, tokens: 10, milliseconds: 60_000, ...overrides }, caller);
}

describe('budget of a run', () => {
  it('gives out as many calls as it holds', () => {
    const run = budget();
    run.takeCalls(2);
    expect(run.callsLeft).toBe(0);
    expect(() => run.takeCalls(1)).toThrow(expect.objectContaining({ code: 'TOOL_BUDGET' }));
    run.stop();
  });

  it('takes no part of a round that asks for too many calls', () => {
    const run = budget();
    expect(() => run.takeCalls(3)).toThrow(expect.objectContaining({ code: 'TOOL_BUDGET' }));
    expect(run.callsLeft).toBe(2);
    run.stop();
  });

  it('never counts below no tokens', () => {
    const run = budget();
    run.takeTokens(25);
    expect(run.tokensLeft).toBe(0);
    expect(() => run.requireTokens()).toThrow(expect.objectContaining({ code: 'TOOL_BUDGET' }));
    run.stop();
  });

  it('ends with its time', async () => {
    const run = budget({ milliseconds: 5 });
    await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
    expect(run.timedOut).toBe(true);
    expect(run.signal.reason).toMatchObject({ code: 'TOOL_BUDGET' });
  });

  it('ends with its caller, which is not a lack of time', () => {
    const caller = new AbortController();
    const run = budget({}, caller.signal);
    caller.abort();
    expect([run.signal.aborted, run.timedOut]).toEqual([true, false]);
    run.stop();
  });
});
