import { aManifest } from '../../../test/support/app-double.js';
import { FakeLauncher } from '../../../test/support/fake-launcher.js';
import { AppLife, type AppLifeOptions } from './app-life.js';
import { Semaphore } from './semaphore.js';

const MINUTE = 60_000;

describe('AppLife', () => {
  let launcher: FakeLauncher;
  let events: string[];
  beforeEach(() => {
    jest.useFakeTimers();
    launcher = new FakeLauncher();
    events = [];
  });
  afterEach(() => jest.useRealTimers());

  const aLife = (changes: Partial<AppLifeOptions> = {}, id = 'pdf') =>
    new AppLife({
      app: { manifest: aManifest(id, [{ id: 'run' }]), folder: '/' },
      launcher,
      wakes: new Semaphore(2),
      idleMs: 5 * MINUTE,
      onEvent: (event) => events.push(event),
      ...changes,
    });
  const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
  /** Runs the timers until the promise is settled. */
  const settled = async <T>(promise: Promise<T>): Promise<T> => {
    promise.catch(() => undefined);
    await pass(0);
    return promise;
  };
  const stateOf = (life: AppLife) => life.status().state;
  const last = () => launcher.starts.at(-1)!;

  describe('wakes', () => {
    it('once for a hundred calls at once, and gives them one address', async () => {
      launcher.launchMs = 300;
      const life = aLife();
      const leases = Promise.all(Array.from({ length: 100 }, () => life.acquire()));
      await pass(0);
      expect(stateOf(life)).toBe('waking');
      await pass(300);
      expect(new Set((await leases).map(({ endpoint }) => endpoint)).size).toBe(1);
      expect([launcher.starts.length, stateOf(life), life.status().lastWakeMs]).toEqual([1, 'awake', 300]);
    });

    it('at most two apps at once, and all in the end', async () => {
      launcher.launchMs = 100;
      const wakes = new Semaphore(2);
      const lives = Array.from({ length: 7 }, (_, index) => aLife({ wakes }, `app${index}`));
      const leases = Promise.all(lives.map((life) => life.acquire()));
      await pass(400);
      await leases;
      expect([launcher.mostAtOnce, launcher.starts.length]).toEqual([2, 7]);
    });

    it('on, when a caller cannot wait that long', async () => {
      launcher.launchMs = 3000;
      const life = aLife();
      const hurried = life.acquire(1000);
      const patient = life.acquire(5000);
      hurried.catch(() => undefined);
      await pass(1000);
      await expect(hurried).rejects.toMatchObject({ code: 'APP_WAKING', retryAfter: 1 });
      await pass(2000);
      expect((await patient).endpoint).toBe(life.endpoint);
    });

    it('for nobody, when all callers have left, and sleeps again after its idle time', async () => {
      launcher.launchMs = 3000;
      const life = aLife();
      const hurried = life.acquire(1000);
      hurried.catch(() => undefined);
      await pass(3000);
      expect(stateOf(life)).toBe('awake');
      await pass(5 * MINUTE);
      expect([stateOf(life), last().isStopped]).toEqual(['sleeping', true]);
    });

    it('after what somebody else left running was put away, and only the first time', async () => {
      const life = aLife();
      (await settled(life.acquire())).release();
      await settled(life.sleep());
      await settled(life.acquire());
      expect([launcher.cleared, launcher.starts.length]).toEqual([['pdf'], 2]);
    });

    it('after a crash only once nothing runs that somebody else started meanwhile', async () => {
      const life = aLife();
      await settled(life.acquire());
      last().exit({ exitCode: 137 });
      await pass(501);
      expect([launcher.cleared, stateOf(life)]).toEqual([['pdf', 'pdf'], 'awake']);
    });

    it('only once the start before is gone', async () => {
      launcher.stopMs = 5000;
      const life = aLife();
      (await settled(life.acquire())).release();
      void life.sleep();
      const next = life.acquire();
      await pass(4999);
      expect(launcher.starts).toHaveLength(1);
      await pass(1);
      await next;
      expect([launcher.starts.length, launcher.mostAlive]).toEqual([2, 1]);
    });
  });

  describe('sleeps', () => {
    it('after its idle time, counted from the end of the last call', async () => {
      const life = aLife();
      const lease = await settled(life.acquire());
      await pass(60 * MINUTE);
      expect(stateOf(life)).toBe('awake');
      lease.release();
      lease.release();
      await pass(5 * MINUTE - 1);
      expect(stateOf(life)).toBe('awake');
      await pass(1);
      expect([stateOf(life), last().isStopped]).toEqual(['sleeping', true]);
    });

    it('in spite of being looked at', async () => {
      const life = aLife();
      (await settled(life.acquire())).release();
      for (let second = 0; second < 300; second += 1) {
        await pass(1000);
        life.details();
        await life.usage();
      }
      expect([stateOf(life), await life.usage(), launcher.starts.length]).toEqual(['sleeping', null, 1]);
    });

    it('never while it is pinned, and again when it is not any more', async () => {
      const life = aLife();
      life.pin(true);
      await pass(24 * 60 * MINUTE);
      expect([stateOf(life), launcher.starts.length, life.details().pinned]).toEqual(['awake', 1, true]);
      life.pin(false);
      await pass(5 * MINUTE);
      expect(stateOf(life)).toBe('sleeping');
    });

    it('and wakes with a new secret before the first call that finds the old one twelve hours old', async () => {
      const life = aLife();
      life.pin(true);
      await pass(0);
      const old = life.endpoint;
      await pass(12 * 60 * MINUTE + 1);
      const lease = await settled(life.acquire());
      expect(lease.endpoint.secret.equals(old!.secret)).toBe(false);
    });
  });

  describe('watches', () => {
    it('restarts an app that crashed without a call, after a pause', async () => {
      const life = aLife();
      await settled(life.acquire());
      last().exit({ exitCode: 137, oomKilled: true });
      await pass(0);
      expect(stateOf(life)).toBe('crashed');
      await expect(life.acquire()).rejects.toMatchObject({ code: 'APP_UNAVAILABLE', retryAfter: 1 });
      await pass(501);
      expect([stateOf(life), launcher.starts.length, life.details().restarts]).toEqual(['awake', 2, 1]);
    });

    it('restarts an app that does not answer three times in a row, and none that answers again', async () => {
      const life = aLife();
      await settled(life.acquire());
      last().isHealthy = false;
      await pass(20_000);
      last().isHealthy = true;
      await pass(10_000);
      last().isHealthy = false;
      await pass(29_999);
      expect([stateOf(life), launcher.starts.length]).toEqual(['awake', 1]);
      await pass(1);
      expect([stateOf(life), launcher.starts[0]?.isStopped]).toEqual(['crashed', true]);
      await pass(1000);
      expect([stateOf(life), launcher.starts.length]).toEqual(['awake', 2]);
    });

    it('does not take the end of a start that it stopped for a crash', async () => {
      const life = aLife();
      (await settled(life.acquire())).release();
      await settled(life.sleep());
      last().exit({ exitCode: 0 });
      await pass(MINUTE);
      expect([stateOf(life), events]).toEqual(['sleeping', ['woke', 'slept']]);
    });

    it('restarts ten times in thirty minutes, and then waits for an admin with the last lines', async () => {
      launcher.next = 'exit';
      const life = aLife();
      await expect(settled(life.acquire())).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
      await pass(29 * MINUTE);
      expect([launcher.starts.length, stateOf(life)]).toEqual([11, 'needs_attention']);
      await expect(life.acquire()).rejects.toMatchObject({ code: 'APP_NEEDS_ATTENTION' });
      const { attention, restarts } = life.details();
      expect([restarts, attention?.lastLines.length, attention?.lastLines.at(-1)]).toEqual([10, 50, 'pdf line 79']);
      await pass(60 * MINUTE);
      expect([launcher.starts.length, stateOf(life)]).toEqual([11, 'needs_attention']);
    });

    it('goes on restarting an app that crashes less often than that', async () => {
      const life = aLife();
      life.pin(true);
      for (let hour = 0; hour < 5; hour += 1) {
        for (let crash = 0; crash < 10; crash += 1) {
          await pass(2 * MINUTE);
          last().exit({ exitCode: 1 });
        }
        await pass(40 * MINUTE);
      }
      expect([stateOf(life), launcher.starts.length]).toEqual(['awake', 51]);
    });

    it('is cleared by a restart of an admin', async () => {
      launcher.next = 'exit';
      const life = aLife();
      life.pin(true);
      await pass(29 * MINUTE);
      launcher.next = 'live';
      await settled(life.restart());
      expect(life.details()).toMatchObject({ state: 'awake', attention: null, restarts: 0 });
    });

    it('gives up a start that never answers after fifteen seconds, and stops it', async () => {
      launcher.next = 'hang';
      const life = aLife();
      const call = life.acquire();
      call.catch(() => undefined);
      await pass(15_100);
      await expect(call).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
      expect(launcher.starts[0]?.isStopped).toBe(true);
    });
  });

  describe('while the engine is away', () => {
    it('says so, and does not hold it against the app', async () => {
      launcher.next = 'engine away';
      const life = aLife();
      for (let tries = 0; tries < 20; tries += 1) await expect(settled(life.acquire())).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', retryAfter: 2 });
      expect(life.details()).toMatchObject({ state: 'sleeping', restarts: 0, attention: null });
      launcher.next = 'live';
      await settled(life.acquire());
      expect(stateOf(life)).toBe('awake');
    });

    it('brings a pinned app back by itself', async () => {
      launcher.next = 'engine away';
      const life = aLife();
      life.pin(true);
      await pass(10 * MINUTE);
      launcher.next = 'live';
      await pass(5000);
      expect(stateOf(life)).toBe('awake');
    });

    it('counts a refusal of the app itself as a crash', async () => {
      launcher.next = 'refused';
      const life = aLife();
      await expect(settled(life.acquire())).rejects.toMatchObject({ code: 'APP_UNAVAILABLE' });
      expect(life.details()).toMatchObject({ state: 'crashed', restarts: 1 });
    });
  });

  describe('ends', () => {
    it('what runs without it, and nothing that is its own', async () => {
      const life = aLife();
      await settled(life.clear());
      await settled(life.acquire());
      await settled(life.clear());
      expect([launcher.cleared, stateOf(life), last().isStopped]).toEqual([['pdf'], 'awake', false]);
    });

    it('with its app stopped, and starts nothing afterwards', async () => {
      const life = aLife();
      life.pin(true);
      await pass(0);
      await settled(life.close());
      expect(last().isStopped).toBe(true);
      await expect(life.acquire()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
      await pass(60 * MINUTE);
      expect(launcher.starts).toHaveLength(1);
    });

    it('with a start that was under way stopped', async () => {
      launcher.launchMs = 1000;
      const life = aLife();
      const call = life.acquire();
      await pass(500);
      const closing = life.close();
      await pass(1000);
      await Promise.all([call, closing]);
      expect([launcher.starts.length, last().isStopped]).toEqual([1, true]);
    });
  });
});
