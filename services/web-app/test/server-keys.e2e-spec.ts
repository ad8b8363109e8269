import type { Page } from 'playwright-core';
import { openPage, signIn } from './browser.js';
import { sampleKeys } from './sample-keys.js';
import { browserSuite } from './suite.js';

const versions = (page: Page) => page.getByRole('list', { name: 'Versions' }).getByRole('listitem');

browserSuite('the keys of the server in a browser', (setup) => {
  it('says which version is in use, when it changes, and that all keys are under it', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/keys');
    await page.getByText('All keys are under the version in use.').waitFor();
    await page.getByText('1,240 of 1,240 keys are under version 3.').waitFor();
    expect(await versions(page).allInnerTexts()).toEqual([expect.stringContaining('Version 3'), expect.stringContaining('Version 2'), expect.stringContaining('Version 1')]);
    expect(await versions(page).first().innerText()).toMatch(/in use[\s\S]*1,240 keys/i);
  });

  it('rotates after a question, shows how it goes, and lets nobody rotate meanwhile', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/keys');
    const rotate = page.getByRole('button', { name: 'Rotate now' });
    await rotate.click();
    await page.getByRole('dialog').getByText('Nobody has to wait').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(fake.state.serverKeys.current).toBe(3);
    await rotate.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate now' }).click();
    await page.getByText('0 of 1,240 keys are under version 4.').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Progress of the rotation' }).getAttribute('aria-valuenow')).toBe('0');
    expect(await rotate.getAttribute('aria-disabled')).toBe('true');
    fake.state.serverKeys = { ...fake.state.serverKeys, rewrap: { state: 'running', total: 1240, left: 310, perSecond: 812, failures: 0 } };
    await page.getByText('930 of 1,240 keys are under version 4. About 812 a second.').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('75');
    fake.state.serverKeys = { ...fake.state.serverKeys, rewrap: { state: 'idle', total: 1240, left: 0, perSecond: 0, failures: 0 } };
    await page.getByText('All keys are under the version in use.').waitFor();
    expect(await rotate.getAttribute('aria-disabled')).toBe('false');
  });

  it('keeps the question open and says why when the server refuses', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/keys');
    fake.state.nextRefusal.set('/v1/admin/keys/rotate', 'KEY_ROTATION_RUNNING');
    await page.getByRole('button', { name: 'Rotate now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate now' }).click();
    await page.getByRole('alert').getByText('still being applied').waitFor();
  });

  it('tells of keys that do not open, and of work that waits', async () => {
    const { browser, fake } = setup();
    fake.state.serverKeys = sampleKeys({ rewrap: { state: 'idle', total: 1240, left: 2, perSecond: 0, failures: 2 } });
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/keys');
    await page.getByText('2 keys could not be opened.').waitFor();
    expect(await page.getByRole('button', { name: 'Retire old versions' }).count()).toBe(0);
    fake.state.serverKeys = sampleKeys({ rewrap: { state: 'waiting', total: 1240, left: 9, perSecond: 0, failures: 0 } });
    await page.reload();
    await page.getByText('goes on by itself').waitFor();
  });

  it('retires old versions after a question, but not while a backup needs them', async () => {
    const { browser, fake } = setup();
    fake.state.serverKeys = sampleKeys({ holds: [{ backupId: 'nightly', leastVersion: 2, until: '2030-03-01T12:00:00Z' }] });
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/keys');
    await page.getByText('The backup nightly needs version 2 and newer until Mar 1, 2030').waitFor();
    expect(await page.getByRole('button', { name: 'Retire old versions' }).count()).toBe(0);
    fake.state.serverKeys = sampleKeys();
    await page.reload();
    await page.getByRole('button', { name: 'Retire old versions' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retire old versions' }).click();
    await page.getByText('The old versions are retired.').waitFor();
    expect(await versions(page).count()).toBe(1);
  });

  it('says when they cannot be loaded, and loads them again', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    fake.state.nextRefusal.set('/v1/admin/keys', 'INTERNAL_ERROR');
    await signIn(page, fake.url, '/settings/keys');
    await page.getByRole('alert').getByText('The keys could not be loaded.').waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await versions(page).first().waitFor();
  });

  it('fits a phone without scrolling sideways', async () => {
    const { browser, fake } = setup();
    fake.state.serverKeys = sampleKeys({ holds: [{ backupId: 'x'.repeat(120), leastVersion: 1, until: '2030-03-01T12:00:00Z' }], rewrap: { state: 'running', total: 1240, left: 310, perSecond: 812, failures: 3 } });
    const { page } = await openPage(browser, { phone: true });
    await signIn(page, fake.url, '/settings/keys');
    await versions(page).first().waitFor();
    expect(await page.evaluate(() => document.getElementById('content')?.scrollWidth)).toBe(390);
  });
});
