import type { Page } from 'playwright-core';
import { answered, ask, openPage, PDF, signIn, takeViolations } from './browser.js';
import { sampleApps } from './sample-apps.js';
import { browserSuite } from './suite.js';

const looks = [
  { phone: false, dark: false },
  { phone: true, dark: true },
];
const RICH = ['# Heading', '', '```js', 'const answer = () => 42; // a comment', '```', '', '| left | right |', '|:--|--:|', '| 1 | 2 |', '', '- [x] done', '', '> quoted <b style="color:red">loud</b>'].join('\n');

/** Chromium hides the attribute; only the property of the element has the nonce. */
const nonceOf = (page: Page): Promise<string> => page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '');
const addStyle = (page: Page, nonce: string): Promise<string> =>
  page.evaluate((given) => {
    const style = document.createElement('style');
    style.nonce = given;
    style.textContent = ':root { --made-by-a-test: yes }';
    document.head.append(style);
    return getComputedStyle(document.documentElement).getPropertyValue('--made-by-a-test').trim();
  }, nonce);
const closeDialog = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};

// The suite itself fails a test whose pages did anything against their policy.
browserSuite('the content security policy in a browser', (setup) => {
  it('gives each load of the page a nonce of its own', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    const nonces: string[] = [];
    for (const load of [() => page.goto(fake.url), () => page.reload(), () => page.goto(`${fake.url}/signin`)]) {
      await load();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      nonces.push(await nonceOf(page));
      expect(await page.locator('meta[property="csp-nonce"]').getAttribute('nonce')).toBe('');
    }
    expect(nonces.filter((nonce) => /^[\w-]{22}$/.test(nonce))).toHaveLength(3);
    expect(new Set(nonces).size).toBe(3);
  });

  it('refuses a style element without the nonce of the load, and one with a wrong nonce', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await page.goto(fake.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(takeViolations()).toEqual([]);
    expect([await addStyle(page, ''), await addStyle(page, 'AAAAAAAAAAAAAAAAAAAAAA')]).toEqual(['', '']);
    await page.waitForTimeout(100);
    expect(takeViolations()).toEqual([expect.stringContaining('style-src-elem forbids inline'), expect.stringContaining('style-src-elem forbids inline')]);
    expect(await addStyle(page, await nonceOf(page))).toBe('yes');
  });

  it('refuses a style attribute that comes as text', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await page.goto(fake.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const colour = await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<p id="marked" style="color: rgb(1, 2, 3)">x</p>');
      return getComputedStyle(document.querySelector('#marked') ?? document.body).color;
    });
    await page.waitForTimeout(100);
    expect(colour).not.toBe('rgb(1, 2, 3)');
    expect(takeViolations()).toEqual([expect.stringContaining('style-src-attr forbids inline')]);
  });

  it('lets the styles of the design in, and the one that holds the page still behind a dialog', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await page.evaluate(() => [...document.querySelectorAll('style')].filter((style) => !style.sheet?.cssRules.length).map((style) => style.outerHTML))).toEqual([]);
    expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe('hidden');
    await closeDialog(page);
    expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe('visible');
  });

  it.each(looks)('is enough for the pages before sign-in and the pages of errors (%p)', async (look) => {
    const { browser, fake } = setup();
    fake.state.invite('welcome', 'user');
    fake.state.emailCode = true;
    const { page, complaints } = await openPage(browser, look);
    await page.goto(`${fake.url}/signup?token=nonsense`);
    await page.getByRole('heading', { name: 'This invite does not work' }).waitFor();
    await page.goto(`${fake.url}/signup?token=welcome`);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Enter an e-mail address').waitFor();
    await page.getByLabel('User name').fill('kim');
    await page.getByLabel('E-mail').fill('kim@example.org');
    await page.getByLabel('Password', { exact: true }).fill('a long enough password');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByLabel('Code').fill('123456');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Good to see you, kim.' }).waitFor();
    await page.goto(`${fake.url}/nowhere/at/all`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.goto(`${fake.url}/chat/00000000-0000-4000-8000-000000000000`);
    await page.getByRole('heading', { name: 'There is no such chat' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(looks)('is enough for a chat with files, code, a source, menus and messages (%p)', async (look) => {
    const { browser, fake } = setup();
    fake.state.mates.push({ id: 'harbour', name: 'Harbour', description: 'Knows ships.', model: null });
    const { page, complaints } = await openPage(browser, look);
    await signIn(page, fake.url);
    await page.getByRole('button', { name: 'Mate: Mateship' }).click();
    await page.getByRole('menuitem', { name: 'Harbour' }).click();
    fake.state.script = RICH;
    await ask(page, 'Show me everything');
    await page.locator('pre .hljs-keyword').first().waitFor();
    await answered(page);
    await page.getByRole('cell', { name: '2' }).waitFor();
    fake.state.script = null;
    await page.locator('input[name="attachments"]').setInputFiles([PDF, { name: 'song.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('x') }]);
    await page.getByText('Only PDF').waitFor();
    await page.getByRole('button', { name: 'Remove song.mp3' }).click();
    const data = await page.evaluateHandle(() => new DataTransfer());
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await page.dispatchEvent('body', 'dragleave', { dataTransfer: data });
    await ask(page, 'How many tonnes?');
    await answered(page, 2);
    await page.getByRole('button', { name: /^Source 1: / }).click();
    await page.getByRole('img', { name: /^Page 17/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByRole('button', { name: /^Actions for this chat/ }).click();
    await page.getByRole('menuitem', { name: 'Delete chat' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('article').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(looks)('is enough for the dialogs and the menu of the frame (%p)', async (look) => {
    const { browser, fake } = setup();
    const { page, complaints } = await openPage(browser, look);
    await signIn(page, fake.url);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('nothing');
    await closeDialog(page);
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await closeDialog(page);
    if (look.phone) await page.getByRole('button', { name: 'Open chats' }).click();
    await page.getByRole('button', { name: 'Account of jo' }).click();
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(looks)('is enough for the settings, their dialogs and a change of colours (%p)', async (look) => {
    const { browser, fake } = setup();
    fake.state.install(...sampleApps());
    const { page, complaints } = await openPage(browser, look);
    await signIn(page, fake.url, '/settings');
    for (const scheme of ['Dark', 'Light', 'System']) await page.getByText(scheme, { exact: true }).click();
    for (const section of ['Account', 'Credits', 'Apps', 'API keys', 'Invites']) {
      await page.getByRole('link', { name: section, exact: true }).click();
      await page.getByRole('heading', { name: section, level: 2 }).waitFor();
    }
    await page.getByRole('button', { name: 'New invite' }).click();
    await page.getByRole('button', { name: 'Create invite' }).click();
    await page.getByLabel('Invite link').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: /^Revoke the / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No invites').waitFor();
    await page.getByRole('link', { name: 'Apps', exact: true }).click();
    await page.getByText('Log and refused connections').first().click();
    expect(complaints).toEqual([]);
  });
});
