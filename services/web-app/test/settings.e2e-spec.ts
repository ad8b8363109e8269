import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { openPage, signIn } from './browser.js';
import { browserSuite } from './suite.js';

browserSuite('settings in a browser', (setup) => {
  it('shows a new API key once and revokes it after asking', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/api-keys');
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Give the key a name.').waitFor();
    await page.getByLabel('Name').fill('Backup script');
    await page.getByRole('checkbox', { name: 'Skills' }).check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const secret = page.getByLabel('API key', { exact: true });
    expect(await secret.inputValue()).toMatch(/^ms_/);
    // All of it is to be seen, whatever its length.
    expect(await secret.evaluate((field) => [field.scrollWidth - field.clientWidth, field.scrollHeight - field.clientHeight])).toEqual([0, 0]);
    await page.getByRole('button', { name: 'Done' }).click();
    expect([...fake.state.keys.values()][0]?.scopes).toEqual(['chat', 'skills']);
    await page.getByRole('button', { name: 'Revoke Backup script' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No keys yet').waitFor();
    expect(fake.state.keys.size).toBe(0);
  });

  it('deletes the account after asking for the password, and signs out', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/account');
    await page.getByRole('button', { name: 'Delete account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete account' });
    await dialog.getByText('Nobody can undo this.').waitFor();
    await dialog.getByLabel('Your password').fill('wrong');
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await dialog.getByText('The password is wrong. Nothing was changed.').waitFor();
    expect(fake.state.accounts).toHaveLength(1);
    await dialog.getByLabel('Your password').fill('correct horse battery');
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(fake.state.accounts).toEqual([]);
  });

  it('makes an invite link for an admin and revokes it', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/invites');
    await page.getByRole('button', { name: 'New invite' }).click();
    await page.getByRole('radio', { name: 'Administrator' }).check();
    await page.getByRole('button', { name: 'Create invite' }).click();
    expect(await page.getByLabel('Invite link').inputValue()).toContain('/signup?token=');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: /^Revoke the Administrator invite/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No invites').waitFor();
  });

  it('shows neither invites nor apps to people who are not admins', async () => {
    const { browser, fake } = setup();
    Object.assign(fake.state.accounts[0]?.user ?? {}, { role: 'user' });
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings');
    await page.getByRole('link', { name: 'API keys' }).waitFor();
    expect(await page.getByRole('link', { name: /^(Invites|Apps)$/ }).count()).toBe(0);
  });

  it('keeps the open tab in sight when the window becomes narrow', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/api-keys');
    const tab = page.getByRole('link', { name: 'API keys' });
    await tab.waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => {
      const { left = -1, right = 1000 } = document.querySelector('nav [aria-current="page"]')?.getBoundingClientRect() ?? {};
      return left >= 0 && right <= 390;
    });
    const { x = -1, width = 1000 } = (await tab.boundingBox()) ?? {};
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
  });

  it('keeps the chosen colours over a reload, from the first paint on', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings');
    await page.getByText('Dark', { exact: true }).click();
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark');
  });

  it('loads at most 250 KB of compressed JavaScript for an open chat', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    const scripts = new Set<string>();
    const note = (response: Response) => {
      if (response.url().endsWith('.js')) scripts.add(response.url());
    };
    page.on('response', note);
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
    page.off('response', note);
    // Fetched once more: a browser forgets the bodies of what it has navigated away from.
    const sizes = await Promise.all([...scripts].map(async (url) => gzipSync(await (await fetch(url)).bytes()).length));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(250 * 1024);
  });
});
