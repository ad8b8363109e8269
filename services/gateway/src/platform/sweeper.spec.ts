import { Sweeper } from './sweeper.js';

describe('Sweeper', () => {
  it('sweeps at start and again after each interval, until it is stopped', async () => {
    let sweeps = 0;
    const reached = Promise.withResolvers<void>();
    const sweeper = new Sweeper(async () => void (++sweeps === 3 && reached.resolve()), 5, () => undefined);
    sweeper.start();
    await reached.promise;
    await sweeper.stop();
    const before = sweeps;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(sweeps).toBe(before);
  });

  it('never sweeps twice at once', async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    const sweeper = new Sweeper(() => (begun++, gate.promise), 60_000, () => undefined);
    const both = [sweeper.sweep(), sweeper.sweep()];
    gate.resolve();
    await Promise.all(both);
    expect(begun).toBe(1);
    await sweeper.sweep();
    expect(begun).toBe(2);
  });

  it('tells of a failure and goes on', async () => {
    const failures: unknown[] = [];
    const sweeper = new Sweeper(() => Promise.reject(new Error('away')), 60_000, (cause) => failures.push(cause));
    await sweeper.sweep();
    await sweeper.sweep();
    expect(failures).toEqual([new Error('away'), new Error('away')]);
  });

  it('stops only when the sweep under way has ended', async () => {
    const gate = Promise.withResolvers<void>();
    let isDone = false;
    const sweeper = new Sweeper(() => gate.promise.then(() => void (isDone = true)), 60_000, () => undefined);
    sweeper.start();
    const stopped = sweeper.stop().then(() => isDone);
    gate.resolve();
    expect(await stopped).toBe(true);
  });
});
