import { performance } from 'node:perf_hooks';
import { refusalStep } from './refusal-step.js';

const now = (): number => performance.now();

describe('refusalStep', () => {
  it.each([[0, 2], [0.7, 2], [1.9, 2], [2.1, 4], [9.5, 10]])('ends no sooner than a whole step after work of %d ms: after %d ms', async (work, end) => {
    const begun = now() - work;
    await refusalStep(begun);
    expect(now() - begun).toBeGreaterThanOrEqual(end);
  });

  it('waits for the next step when work took exactly one', async () => {
    jest.spyOn(performance, 'now').mockReturnValueOnce(102).mockReturnValueOnce(103.9).mockReturnValueOnce(104);
    await refusalStep(100);
    expect(performance.now).toHaveBeenCalledTimes(3);
  });

  it('leaves the loop to others meanwhile', async () => {
    let turns = 0;
    const others = setInterval(() => (turns += 1), 1);
    for (let count = 0; count < 5; count += 1) await refusalStep(now());
    clearInterval(others);
    expect(turns).toBeGreaterThan(0);
  });
});
