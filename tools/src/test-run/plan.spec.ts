import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from './machine.ts';
import { planFor } from './plan.ts';

const everything = { chromium: '/usr/bin/chromium', postgres: '/pg/bin/postgres', vectors: '/vectors', engine: '20.10.24', redis: '/usr/bin/redis-server' };

describe('planFor', () => {
  it('skips nothing on a machine that has everything', () => {
    expect(planFor(everything, ['gateway'])).toEqual({ excluded: [], e2e: true, e2eWithout: [], skipped: [] });
  });

  it('leaves the browser tests out, with the reason, where there is no Chromium', () => {
    const plan = planFor({ ...everything, chromium: null }, []);
    expect(plan.e2eWithout).toEqual(['web']);
    expect(plan.skipped.join()).toContain('apt-get install chromium');
  });

  it('leaves the container tests out, with the reason, where no Engine answers', () => {
    const plan = planFor({ ...everything, engine: null, chromium: null }, []);
    expect(plan.e2eWithout).toEqual(['web', 'engine']);
    expect(plan.skipped.join()).toContain('docker compose version');
  });

  it('says when no real Redis is tried', () => {
    expect(planFor({ ...everything, redis: null }, []).skipped.join()).toContain('redis-server');
  });

  it('leaves out every project that needs a database where PostgreSQL does not run', () => {
    const plan = planFor({ ...everything, postgres: null }, ['gateway', 'vault']);
    expect(plan).toMatchObject({ excluded: ['gateway', 'vault'], e2e: false });
    expect(plan.skipped).toHaveLength(1);
  });

  it('says when the public vectors do not run', () => {
    expect(planFor({ ...everything, vectors: null }, []).skipped.join()).toContain('VECTORS_DIR');
  });
});

describe('findChromium', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'browser-'));
  const browser = path.join(folder, 'chromium');
  fs.writeFileSync(browser, '');
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it('takes the first one on PATH', () => {
    expect(findChromium({ PATH: `/nowhere${path.delimiter}${folder}` })).toBe(browser);
  });

  it('takes the one without windows when there are several', () => {
    const shell = path.join(folder, 'chromium-headless-shell');
    fs.writeFileSync(shell, '');
    expect(findChromium({ PATH: folder })).toBe(shell);
    fs.rmSync(shell);
  });

  it('takes the one that CHROMIUM_PATH names', () => {
    expect(findChromium({ PATH: '', CHROMIUM_PATH: browser })).toBe(browser);
  });

  it('does not fall back when CHROMIUM_PATH names a file that is not there', () => {
    expect(findChromium({ PATH: folder, CHROMIUM_PATH: '/no/such/file' })).toBeNull();
  });
});
