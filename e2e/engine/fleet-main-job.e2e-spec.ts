import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@mateship/dev-env';
import { FACTS, realWorldPdf } from '@mateship/dev-env/documents';
import type { Page } from 'playwright-core';
import { browserSuite, openPage, visit } from '../support/browser.js';
import { askForCitedPage, signUpInPage } from '../support/main-job.js';
import { type Person, signIn } from '../support/person.js';
import { docker, engineSuite } from './support/engine.js';
import { Fleet } from './support/fleet.js';
import { FleetApps, runningApps } from './support/fleet-apps.js';

const IDLE_SECONDS = 4;

engineSuite('the main job in containers', () => {
  let fleet: Fleet;
  let report: Buffer;
  let page: Page;
  let complaints: string[];
  let kim: Person;
  let apps: FleetApps;
  let key: string;

  beforeAll(async () => {
    report = await realWorldPdf();
    fleet = await Fleet.start({ purpose: 'main-job', prefix: '10.221', config: `gateway:\n  appIdle: ${IDLE_SECONDS}\n` });
  }, 600_000);
  afterAll(() => fleet?.destroy(), 120_000);

  browserSuite('in Chromium', (browser) => {
    beforeAll(async () => {
      // Until then, networks change under the browser.
      await eventually(async () => (await runningApps(fleet)).length === 0, { what: 'every app has gone to sleep' });
      ({ page, complaints } = await openPage(browser()));
      await signUpInPage(page, fleet, 'kim');
    }, 120_000);

    it('leads from the invite link to an answer that opens its page', async () => {
      await askForCitedPage(page, report);
      await visit(page, page.url());
      await page.getByText('48,217 kWh').first().waitFor();
      expect(complaints).toEqual([]);
    });

    describe('with an API key', () => {
      let fileId: string;
      const extract = (): Promise<Response> =>
        fetch(`${fleet.url}/v1/pdf/extract`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ fileId }) });
      const allAsleep = async (): Promise<void> => void (await Promise.all(['ai', 'pdf', 'support'].map((id) => apps.untilState(id, 'sleeping'))));

      beforeAll(async () => {
        kim = await signIn(fleet, 'kim', 'kim@example.org');
        apps = new FleetApps(fleet, kim);
        key = (await kim.client.apiKeys.create({ name: 'programs', scopes: ['skills'] })).key;
        fileId = (await kim.client.files.upload({ content: new Blob([new Uint8Array(report)]), name: 'report.pdf' })).id;
      });

      it('a skill answers, and only that app is awake and uses memory', async () => {
        await allAsleep();
        const { pages } = (await (await extract()).json()) as { pages: { page: number; text: string }[] };
        expect(pages.find(({ page }) => page === FACTS.tableRow.page)?.text).toContain(FACTS.tableRow.cells[1]);
        const listed = await apps.list();
        expect(listed.map(({ id, state }) => [id, state])).toEqual([['ai', 'sleeping'], ['pdf', 'awake'], ['support', 'sleeping']]);
        expect(listed.map(({ memoryBytes }) => memoryBytes > 0)).toEqual([false, true, false]);
        expect(listed[1]?.lastWakeMs).toBeGreaterThan(0);
        expect(await runningApps(fleet)).toEqual(['pdf']);
      });

      it('an app sleeps when its idle time is over, and wakes on the next call', async () => {
        expect((await extract()).status).toBe(200);
        const used = Date.now();
        await apps.untilState('pdf', 'sleeping');
        expect(Date.now() - used).toBeGreaterThan(IDLE_SECONDS * 900);
        await eventually(async () => !(await runningApps(fleet)).includes('pdf'), { what: 'its container has ended' });
        expect(await apps.get('pdf')).toMatchObject({ memoryBytes: 0, cpuPercent: 0, restarts: 0 });
        expect((await extract()).status).toBe(200);
      });

      it('twenty calls at once share one start', async () => {
        await allAsleep();
        const since = Date.now();
        const answers = await Promise.all(Array.from({ length: 20 }, extract));
        expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
        expect(await apps.starts('pdf', since)).toBe(1);
      });

      it('a pinned app stays awake, also through a restart of the gateway', async () => {
        await apps.pin('support', true);
        await apps.untilState('support', 'awake');
        await docker('restart', fleet.container('gateway'));
        await fleet.ready();
        expect(await apps.untilState('support', 'awake')).toMatchObject({ pinned: true });
        await sleep((IDLE_SECONDS + 1) * 1000);
        expect(await runningApps(fleet)).toEqual(['support']);
        await apps.pin('support', false);
        await apps.untilState('support', 'sleeping');
      });
    });
  });
});
