import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { hasChromium, launch, takeViolations } from './browser.js';
import { startFakeApi, type FakeApi } from './fake-api/fake-api.js';

const WEB_FOLDER = join(__dirname, '..', 'dist');

/** What a browser test works with; a fake server of its own for each test, one browser for a file. */
export interface Setup {
  browser: Browser;
  fake: FakeApi;
}

/**
 * A suite in a real browser, in which no page may do anything against its content security policy.
 * Says loudly what is missing instead of passing without having tested.
 */
export function browserSuite(name: string, define: (setup: () => Setup) => void): void {
  const missing = [hasChromium ? null : 'Chromium', existsSync(join(WEB_FOLDER, 'index.html')) ? null : 'the built page (npm run build)'].filter(Boolean);
  if (missing.length > 0) {
    process.stderr.write(`SKIPPED ${name}: needs ${missing.join(' and ')}\n`);
    describe.skip(name, () => it('needs what is missing', () => undefined));
    return;
  }
  // A busy machine may take its time; a test that passes does not wait for it.
  jest.setTimeout(90_000);
  describe(name, () => {
    let browser: Browser;
    let fake: FakeApi;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      fake = await startFakeApi({ webFolder: WEB_FOLDER });
      fake.state.account('jo', 'correct horse battery');
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await fake.stop();
      expect(takeViolations()).toEqual([]);
    });
    define(() => ({ browser, fake }));
  });
}
