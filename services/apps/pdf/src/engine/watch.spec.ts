import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainError } from '@mateship/contracts';
import { Watch } from './watch.js';

const GENEROUS = { growth: 1e12, total: 60_000, stall: 60_000 };

function watch(limits: Partial<typeof GENEROUS>, baseline = process.memoryUsage.rss()): { watch: Watch; reasons: unknown[] } {
  const reasons: unknown[] = [];
  return { watch: new Watch({ ...GENEROUS, ...limits }, baseline, (error: DomainError) => reasons.push([error.code, error.details.reason])), reasons };
}

describe('Watch', () => {
  it('reports a process that has grown too far, once', async () => {
    const { reasons } = watch({ growth: 1 }, 0);
    await sleep(120);
    expect(reasons).toEqual([['PDF_LIMIT', 'memory']]);
  });

  it('reports a job that takes too long although pages are finished', async () => {
    const { watch: running, reasons } = watch({ total: 100 });
    for (let index = 0; index < 8; index += 1) {
      running.progress();
      await sleep(30);
    }
    expect(reasons).toEqual([['PDF_LIMIT', 'time']]);
  });

  it('reports a job that shows no sign of life', async () => {
    const { reasons } = watch({ stall: 50 });
    await sleep(150);
    expect(reasons).toEqual([['PDF_LIMIT', 'time']]);
  });

  it('is patient with a job that goes on', async () => {
    const { watch: running, reasons } = watch({ stall: 200 });
    for (let index = 0; index < 6; index += 1) {
      running.progress();
      await sleep(50);
    }
    running.stop();
    expect(reasons).toEqual([]);
  });

  it('says nothing after it was stopped', async () => {
    const { watch: running, reasons } = watch({ stall: 60 });
    running.stop();
    await sleep(120);
    expect(reasons).toEqual([]);
  });
});
