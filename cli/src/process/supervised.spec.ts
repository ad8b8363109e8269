import { setTimeout as sleep } from 'node:timers/promises';
import { Supervised } from './supervised.js';
import type { Unit } from './unit.js';

/** A unit without a process: it ends when the test says so. */
class PretendUnit implements Unit {
  readonly name = 'pretend';
  starts = 0;
  failing = false;
  #end: (how: string) => void = () => undefined;
  exited: Promise<string> = Promise.resolve('');

  get pid(): number | null {
    return null;
  }

  start(): Promise<void> {
    this.starts += 1;
    if (this.failing) {
      this.exited = Promise.resolve('exit code 1');
      return Promise.reject(new Error('no database'));
    }
    this.exited = new Promise((resolve) => (this.#end = resolve));
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#end('asked');
    return Promise.resolve();
  }

  end(how: string): void {
    this.#end(how);
  }
}

describe('Supervised', () => {
  const setup = (): { unit: PretendUnit; events: string[]; supervised: Supervised } => {
    const unit = new PretendUnit();
    const events: string[] = [];
    const supervised = new Supervised(unit, (event) => events.push(`${event.kind} ${event.detail}`), { first: 5, longest: 20, healthyAfter: 60 });
    return { unit, events, supervised };
  };

  it('starts a unit again that ended by itself', async () => {
    const { unit, events, supervised } = setup();
    await supervised.start();
    unit.end('signal SIGKILL');
    await sleep(40);
    await supervised.stop();
    expect(unit.starts).toBe(2);
    expect(events).toEqual(['ended signal SIGKILL; starting again in 0.005 s', 'ready ']);
  });

  it('doubles the pause up to the longest while starts fail', async () => {
    const { unit, events, supervised } = setup();
    await supervised.start();
    unit.failing = true;
    unit.end('exit code 1');
    await sleep(150);
    await supervised.stop();
    const pauses = events.flatMap((event) => /again in (.*) s/.exec(event)?.[1] ?? []);
    expect(pauses.slice(0, 4)).toEqual(['0.005', '0.01', '0.02', '0.02']);
    expect(events).toContain('failed no database');
  });

  it('begins with the first pause again after a healthy time', async () => {
    const { unit, events, supervised } = setup();
    await supervised.start();
    unit.end('one');
    await sleep(100);
    unit.end('two');
    await sleep(40);
    await supervised.stop();
    expect(events.filter((event) => event.startsWith('ended'))).toEqual(['ended one; starting again in 0.005 s', 'ended two; starting again in 0.005 s']);
  });

  it('does not start a unit again that was asked to stop', async () => {
    const { unit, events, supervised } = setup();
    await supervised.start();
    await supervised.stop();
    await sleep(20);
    expect(unit.starts).toBe(1);
    expect(events).toEqual([]);
  });

  it('leaves the failure of the first start to its caller', async () => {
    const { unit, supervised } = setup();
    unit.failing = true;
    await expect(supervised.start()).rejects.toThrow('no database');
    await sleep(20);
    expect(unit.starts).toBe(1);
  });
});
