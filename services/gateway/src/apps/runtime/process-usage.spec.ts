import { existsSync } from 'node:fs';
import { ProcessUsage } from './process-usage.js';

const onLinux = existsSync('/proc/self/stat') ? it : it.skip;

describe('ProcessUsage', () => {
  onLinux('tells the memory of a process in bytes', async () => {
    const { memoryBytes } = await new ProcessUsage(process.pid).read();
    expect(memoryBytes).toBeGreaterThan(10 * 1024 * 1024);
    expect(memoryBytes).toBeLessThan(16 * 1024 * 1024 * 1024);
  });

  onLinux('tells the share of one core since it was asked before', async () => {
    const usage = new ProcessUsage(process.pid, performance.now() - process.uptime() * 1000);
    const { cpuPercent } = await usage.read();
    expect(cpuPercent).toBeGreaterThan(0);
  });

  it('says 0 of a process that is gone or never was', async () => {
    expect(await new ProcessUsage(undefined).read()).toEqual({ memoryBytes: 0, cpuPercent: 0 });
  });
});
