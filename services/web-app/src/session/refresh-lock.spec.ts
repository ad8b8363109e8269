import { refreshLock } from './refresh-lock.js';

/** As much of the browser's locks as is used: one task of a name at a time. */
class FakeLocks {
  readonly names: string[] = [];
  private last: Promise<unknown> = Promise.resolve();
  request = <Result>(name: string, task: () => Promise<Result>): Promise<Result> => {
    this.names.push(name);
    const turn = this.last.catch(() => undefined).then(task);
    this.last = turn;
    return turn;
  };
}

const known = Object.getOwnPropertyDescriptor(navigator, 'locks');
const provide = (locks: unknown) => Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });
afterEach(() => {
  if (known) Object.defineProperty(navigator, 'locks', known);
  else Reflect.deleteProperty(navigator, 'locks');
});

async function takeTurns(): Promise<string[]> {
  const order: string[] = [];
  const task = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all([refreshLock(task('one')), refreshLock(task('two'))])).toEqual(['one', 'two']);
  return order;
}

describe('refreshLock', () => {
  it('lets tabs take turns', async () => {
    const locks = new FakeLocks();
    provide(locks);
    expect(await takeTurns()).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
    expect(new Set(locks.names).size).toBe(1);
  });

  it('goes at once where the browser has no locks', async () => {
    provide(undefined);
    expect(await takeTurns()).toEqual(['one begins', 'two begins', 'one ends', 'two ends']);
  });

  it('passes on what went wrong', async () => {
    provide(new FakeLocks());
    await expect(refreshLock(() => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
    expect(await refreshLock(() => Promise.resolve('next'))).toBe('next');
  });
});
