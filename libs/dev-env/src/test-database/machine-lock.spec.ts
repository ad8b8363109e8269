import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { underLock } from './machine-lock.js';

describe('underLock', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-machine-lock-'));
    file = path.join(folder, 'lock');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it('lets one work at a time and gives its result', async () => {
    let inside = 0;
    const work = async (n: number): Promise<number> => {
      inside += 1;
      expect(inside).toBe(1);
      await sleep(20);
      inside -= 1;
      return n;
    };
    const results = await Promise.all([1, 2, 3].map((n) => underLock(file, () => work(n))));
    expect(results).toEqual([1, 2, 3]);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('is free again after work that failed', async () => {
    await expect(underLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(underLock(file, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('is taken from a process that died', async () => {
    fs.writeFileSync(file, JSON.stringify({ pid: 2 ** 22 - 1, startTime: 'long ago' }));
    await expect(underLock(file, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
