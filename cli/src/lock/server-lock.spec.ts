import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { processAt } from '@mateship/database/embedded';
import { type Layout, layoutOf } from '../data-folder/layout.js';
import { releaseLock, runningLauncher, takeLock } from './server-lock.js';

describe('the lock of a data folder', () => {
  let layout: Layout;
  beforeEach(() => {
    layout = layoutOf(fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-lock-')));
  });
  afterEach(() => fs.rmSync(layout.data, { recursive: true }));

  it('belongs to one launcher until that releases it', async () => {
    await takeLock(layout);
    expect(runningLauncher(layout)).toEqual(processAt(process.pid));
    releaseLock(layout);
    expect(runningLauncher(layout)).toBeNull();
    expect(fs.readdirSync(layout.data)).toEqual([]);
  });

  it('is not given while its holder runs', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(holder, 'spawn');
    fs.writeFileSync(layout.lock, JSON.stringify(processAt(holder.pid ?? 0)));
    await expect(takeLock(layout)).rejects.toThrow(`already runs on ${layout.data} (process ${holder.pid})`);
    releaseLock(layout);
    expect(runningLauncher(layout)?.pid).toBe(holder.pid);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  it.each([
    ['of a dead process', { pid: 2 ** 22 - 1, startTime: 'long ago' }],
    ['whose pid was given to another process', { pid: process.ppid, startTime: 'long ago' }],
    ['that is damaged', 'not a lock'],
  ])('is taken from a lock file %s', async (_, content) => {
    fs.writeFileSync(layout.lock, JSON.stringify(content));
    await takeLock(layout);
    expect(runningLauncher(layout)?.pid).toBe(process.pid);
  });
});
