import type { Page } from 'playwright-core';
import { openPage, signIn } from './browser.js';
import { sampleApp, sampleApps, sampleLog } from './sample-apps.js';
import { browserSuite } from './suite.js';

const card = (page: Page, name: string) => page.getByRole('article', { name, exact: true });

browserSuite('apps in a browser', (setup) => {
  it('shows what waits for an administrator first, with its last lines and the way on', async () => {
    const { browser, fake } = setup();
    fake.state.install(...sampleApps());
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await card(page, 'Maps').getByText('Error: The secret tiles_key is missing.').waitFor();
    expect(await page.getByRole('article').first().getByRole('heading').first().textContent()).toBe('Maps');
    await card(page, 'Maps').getByText('given up 12 minutes ago').waitFor();
    await card(page, 'Maps').getByText('mend that, then restart it').waitFor();
    await page.getByRole('status').getByText('Needs your attention: Maps.').waitFor({ state: 'attached' });
  });

  it('says what each app uses, how it does, and what it may reach', async () => {
    const { browser, fake } = setup();
    fake.state.install(...sampleApps());
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await page.getByText('2 of 6 apps are awake and use 316 MB of memory together.').waitFor();
    const ai = await card(page, 'AI').innerText();
    for (const fact of ['1.0.0', 'Awake', '112 MB', '2.4% of one core', 'seconds ago', '0.64 seconds', 'api.anthropic.com:443']) expect(ai).toContain(fact);
    const support = await card(page, 'Support').innerText();
    for (const fact of ['Asleep: uses no memory', '2 hours ago', 'Nothing outside', 'sleeps after 5 minutes']) expect(support).toContain(fact);
    await card(page, 'Radio').getByText('Crashed, tries again by itself').waitFor();
    await card(page, 'Web').getByText('Not since the server started').waitFor();
  });

  it('keeps an app awake at once, and takes it back when the server refuses', async () => {
    const { browser, fake } = setup();
    fake.state.install(sampleApp({ name: 'PDF' }));
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    const pin = page.getByRole('switch', { name: 'Keep awake: PDF' });
    const isPinned = (checked: boolean) => page.getByRole('switch', { name: 'Keep awake: PDF', checked }).waitFor({ state: 'attached' });
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/v1/admin/apps/pdf', async (route) => {
      await held;
      await route.continue();
    });
    fake.state.nextRefusal.set('/v1/admin/apps/pdf', 'DATABASE_UNAVAILABLE');
    // Its track lies over the invisible control.
    await pin.click({ force: true });
    await isPinned(true);
    answer();
    await page.getByText('The setting of PDF could not be changed.').waitFor();
    await isPinned(false);
    const changed = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
    await pin.press('Space');
    await changed;
    expect(fake.state.apps.get('pdf')?.pinned).toBe(true);
    await isPinned(true);
  });

  it('restarts what waits, and leaves the focus where it was', async () => {
    const { browser, fake } = setup();
    fake.state.install(...sampleApps());
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await page.getByRole('button', { name: 'Restart Maps' }).press('Enter');
    await page.getByText('Maps has been started.').waitFor();
    await card(page, 'Maps').getByText('90 MB').waitFor();
    expect(await page.getByRole('article').first().getByRole('heading').first().textContent()).toBe('AI');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Restart Maps');
    fake.state.nextRefusal.set('/v1/admin/apps/support/restart', 'ENGINE_UNAVAILABLE');
    await page.getByRole('button', { name: 'Start Support' }).click();
    await page.getByText('Support could not be started.').waitFor();
  });

  it('keeps itself up to date without moving the focus, and asks for nothing else', async () => {
    const { browser, fake } = setup();
    fake.state.install(sampleApp({ name: 'AI' }), sampleApp({ name: 'PDF' }));
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await page.getByText('No app is awake').waitFor();
    await page.getByRole('button', { name: 'Start AI' }).focus();
    await page.waitForLoadState('networkidle');
    const asked = requests(page);
    fake.state.install(sampleApp({ name: 'PDF', state: 'needs_attention', attention: { since: new Date().toISOString(), lastLines: ['out of memory'] } }));
    await page.getByText('out of memory').waitFor();
    expect(await page.getByRole('article').first().getByRole('heading').first().textContent()).toBe('PDF');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Start AI');
    expect(new Set(asked)).toEqual(new Set(['GET /v1/admin/apps']));
  });

  it('asks for nothing while nobody looks', async () => {
    const { browser, fake } = setup();
    fake.state.install(sampleApp({ name: 'PDF' }));
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await card(page, 'PDF').waitFor();
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
      window.dispatchEvent(new Event('visibilitychange'));
    });
    const asked = requests(page);
    await page.waitForTimeout(5500);
    expect(asked).toEqual([]);
  });

  it('opens the log and the refused connections with the keyboard', async () => {
    const { browser, fake } = setup();
    fake.state.install(sampleApp({ name: 'PDF', state: 'awake', memoryBytes: 1 }));
    fake.state.appLogs.set('pdf', ['first line', 'last line']);
    fake.state.refusals.push(...[1, 2, 3].map(() => ({ app: 'pdf', address: 'telemetry.example.net:443', at: new Date().toISOString() })));
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await card(page, 'PDF').locator('summary').focus();
    fake.state.nextRefusal.set('/v1/admin/apps/pdf/logs', 'INTERNAL_ERROR');
    await page.keyboard.press('Enter');
    await card(page, 'PDF').getByText('refused 3 times').waitFor();
    await card(page, 'PDF').getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('group', { name: 'Log of PDF' }).getByText('last line').waitFor();
    await card(page, 'PDF').locator('summary').press('Enter');
    await page.getByRole('group', { name: 'Log of PDF' }).waitFor({ state: 'detached' });
  });

  it('shows the lines of a log with time, level and message, others as they are, and all that they hold on demand', async () => {
    const { browser, fake } = setup();
    fake.state.install(sampleApp({ name: 'PDF', state: 'awake', memoryBytes: 1 }));
    fake.state.appLogs.set('pdf', [...sampleLog(), '  at draw (file:///app/main.mjs:81:9)']);
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await card(page, 'PDF').locator('summary').click();
    const log = page.getByRole('group', { name: 'Log of PDF' });
    await log.getByText('The page could not be drawn.').waitFor();
    const text = await log.innerText();
    for (const part of ['error', 'two lines\nof one message', '  at draw (file:///app/main.mjs:81:9)']) expect(text).toContain(part);
    expect(text).not.toMatch(/[{}]|requestId/);
    expect(await log.getByText('The page could not be drawn.').locator('xpath=../time').getAttribute('title')).toBe('2026-06-15T11:48:02.007Z');
    await page.getByRole('button', { name: 'Show all details: Log of PDF' }).press('Enter');
    await log.getByText('Page 91 is beyond the end.').first().waitFor();
    const all = await log.innerText();
    for (const part of ['2026-06-15T11:48:02.007Z', 'service_name', 'context.requestId', 'request-7', 'context.error.stack']) expect(all).toContain(part);
    await page.getByRole('button', { name: 'Hide all details: Log of PDF' }).press('Enter');
    await log.getByText('request-7').waitFor({ state: 'detached' });
  });

  it('stands in for the list while it loads, when it is empty, and when it fails', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings');
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/v1/admin/apps', async (route) => {
      await held;
      await route.continue();
    });
    fake.state.nextRefusal.set('/v1/admin/apps', 'INTERNAL_ERROR');
    await page.getByRole('link', { name: 'Apps' }).click();
    await page.getByRole('status', { name: 'Loading' }).waitFor();
    answer();
    await page.getByRole('alert').getByText('The apps could not be loaded.').waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No apps installed').waitFor();
  });

  it('keeps what it knows when it cannot be brought up to date', async () => {
    const { browser, fake } = setup();
    fake.state.install(sampleApp({ name: 'PDF' }));
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/apps');
    await card(page, 'PDF').waitFor();
    fake.state.nextRefusal.set('/v1/admin/apps', 'INTERNAL_ERROR');
    await page.getByText('What you see is out of date.').waitFor();
    expect(await card(page, 'PDF').count()).toBe(1);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('What you see is out of date.').waitFor({ state: 'detached' });
  });

  it('fits a phone without scrolling sideways', async () => {
    const { browser, fake } = setup();
    fake.state.install(...sampleApps(), sampleApp({ name: 'Averylongnamewithoutanyspaceinitthatgoesonandon', egress: [`${'a'.repeat(60)}.example.org:443`] }));
    const { page } = await openPage(browser, { phone: true });
    await signIn(page, fake.url, '/settings/apps');
    await card(page, 'Maps').waitFor();
    expect(await page.evaluate(() => document.getElementById('content')?.scrollWidth)).toBe(390);
    const tab = await page.getByRole('link', { name: 'Apps' }).boundingBox();
    expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(390);
  });
});

/** What the page asks the server for from now on. */
function requests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  return asked;
}
