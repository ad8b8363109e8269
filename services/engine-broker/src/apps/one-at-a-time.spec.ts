import { OneAtATime } from './one-at-a-time.js';

/** Work that ends when it is told to, and tells when it has begun. */
function work() {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  return { begun: begun.promise, end: end.resolve, fail: end.reject, run: () => (begun.resolve(), end.promise) };
}

describe('OneAtATime', () => {
  it('begins the next work of a key when the one before has ended', async () => {
    const line = new OneAtATime();
    const order: string[] = [];
    const [first, second] = [work(), work()];
    const one = line.run('pdf', first.run).then(() => order.push('first'));
    const two = line.run('pdf', second.run).then(() => order.push('second'));
    second.end();
    await first.begun;
    first.end();
    await Promise.all([one, two]);
    expect(order).toEqual(['first', 'second']);
  });

  it('runs the work of two keys side by side', async () => {
    const line = new OneAtATime();
    const [first, second] = [work(), work()];
    const both = [line.run('pdf', first.run), line.run('ai', second.run)];
    await Promise.all([first.begun, second.begun]);
    first.end();
    second.end();
    await expect(Promise.all(both)).resolves.toEqual([undefined, undefined]);
  });

  it('goes on after work that fails, and tells its fault to its own caller alone', async () => {
    const line = new OneAtATime();
    const failing = line.run('pdf', () => Promise.reject(new Error('no')));
    const next = line.run('pdf', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  it('turns away whom eight others are before, until one has ended', async () => {
    const line = new OneAtATime();
    const first = work();
    const waiting = [first.run, ...Array.from({ length: 8 }, () => () => Promise.resolve())].map((run) => line.run('pdf', run));
    await expect(line.run('pdf', () => Promise.resolve())).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    first.end();
    await Promise.all(waiting);
    await expect(line.run('pdf', () => Promise.resolve('again'))).resolves.toBe('again');
  });
});
