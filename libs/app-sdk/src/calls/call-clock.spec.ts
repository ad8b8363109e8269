import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallClock } from './call-clock.js';

const clocks: CallClock[] = [];
afterEach(() => clocks.splice(0).forEach((clock) => clock.end()));

function clockFor(ms: number, response = new ServerResponse(new IncomingMessage(new Socket()))) {
  const clock = new CallClock(Date.now() + ms, response);
  clocks.push(clock);
  return { clock, response };
}

const never = () => new Promise<never>(() => undefined);

it('gives the outcome of work that is in time', async () => {
  const { clock } = clockFor(1_000);
  expect(await clock.race(Promise.resolve(7))).toBe(7);
  await expect(clock.race(Promise.reject(new Error('own')))).rejects.toThrow('own');
});

it('rejects with SKILL_TIMEOUT at the deadline', async () => {
  const { clock } = clockFor(50);
  await expect(clock.race(never())).rejects.toMatchObject({ code: 'SKILL_TIMEOUT' });
  expect(clock.signal.aborted).toBe(true);
});

it('says why it ended, whatever the work says to being stopped', async () => {
  const { clock } = clockFor(50);
  await expect(clock.race(sleep(10_000, undefined, { signal: clock.signal }))).rejects.toMatchObject({ code: 'SKILL_TIMEOUT' });
});

it('rejects work that is begun after the deadline', async () => {
  const { clock } = clockFor(-1_000);
  await expect(clock.race(never())).rejects.toMatchObject({ code: 'SKILL_TIMEOUT' });
});

it('aborts when the connection closes before the answer is out', async () => {
  const { clock, response } = clockFor(10_000);
  response.emit('close');
  await expect(clock.race(never())).rejects.toMatchObject({ code: 'SKILL_FAILED', message: 'The caller left.' });
});

it('aborts at once when the connection was closed before', async () => {
  const { response } = clockFor(10_000);
  response.destroy();
  await sleep(10);
  const { clock } = clockFor(10_000, response);
  await expect(clock.race(never())).rejects.toMatchObject({ code: 'SKILL_FAILED', message: 'The caller left.' });
});

it('leaves no listener and no timer behind', () => {
  const { clock, response } = clockFor(10_000);
  clock.end();
  expect(response.listenerCount('close')).toBe(0);
  expect(clock.signal.reason).toMatchObject({ message: 'The call is over.' });
});
