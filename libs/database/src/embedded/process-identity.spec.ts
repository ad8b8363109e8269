import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { processAt, runsStill, startedAtSeconds } from './process-identity.js';

describe('process identity', () => {
  it('knows a running process', () => {
    const own = processAt(process.pid);
    expect(own?.pid).toBe(process.pid);
    expect(own !== null && runsStill(own)).toBe(true);
  });

  it('does not take a process with the same pid and another start time for the same', () => {
    const own = processAt(process.pid);
    expect(own !== null && runsStill({ ...own, startTime: 'earlier' })).toBe(false);
  });

  it('takes a damaged identity for nobody', () => {
    expect(runsStill({} as never)).toBe(false);
  });

  it('knows that a process has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const identity = processAt(child.pid ?? 0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(identity !== null && runsStill(identity)).toBe(false);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 30])('finds nothing at %p', (pid) => {
    expect(processAt(pid)).toBeNull();
    expect(startedAtSeconds(2 ** 30)).toBeNull();
  });

  it('tells when a process started', () => {
    const expected = Date.now() / 1000 - process.uptime();
    expect(Math.abs((startedAtSeconds(process.pid) ?? 0) - expected)).toBeLessThan(5);
  });
});
