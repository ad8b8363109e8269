import { answered, ask, focusIs, openPage, signIn } from './browser.js';
import { browserSuite } from './suite.js';

browserSuite('the focus in a browser', (setup) => {
  it('returns from a dialog to the button, or to the button of the menu, that opened it', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await ask(page, 'Hello');
    await answered(page);
    await page.getByRole('button', { name: 'Who can read this chat' }).click();
    await page.getByRole('dialog', { name: 'Who can read this chat' }).waitFor();
    await page.keyboard.press('Escape');
    await focusIs(page, 'Who can read this chat');
    await page.getByRole('button', { name: 'Account of jo' }).click();
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await focusIs(page, 'Account of jo');
  });

  it('returns to the button of the menu also when the dialog has the focus before the menu gives it back', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await page.getByRole('button', { name: 'Account of jo' }).click();
    await page.evaluate(() => {
      // The dialog takes the focus as soon as it can, a menu gives it back after a while.
      const soon = window.setTimeout;
      window.setTimeout = ((run: () => void, ms = 0) => soon(run, ms > 0 ? ms + 1000 : 0)) as typeof window.setTimeout;
    });
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
    await focusIs(page, 'Close');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor({ state: 'detached' });
    await focusIs(page, 'Account of jo');
  });

  it('stays in the conversation when what had it is gone', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await ask(page, 'Hello');
    await answered(page);
    await page.getByRole('button', { name: 'Edit message' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Edit your message').waitFor();
    await page.keyboard.press('Escape');
    await focusIs(page, 'content');
    await page.getByRole('button', { name: 'Delete message' }).last().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Message deleted').waitFor();
    await focusIs(page, 'content');
  });

  it('stays in the settings when a key is revoked', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/api-keys');
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.keyboard.type('laptop');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.readOnly);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Revoke laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No keys yet').waitFor();
    await focusIs(page, 'content');
    expect(await page.title()).toBe('API keys · Settings · Mateship');
  });

  it('goes to the field that has to be filled in again', async () => {
    const { browser, fake } = setup();
    fake.state.invite('welcome');
    const { page } = await openPage(browser);
    await page.goto(`${fake.url}/signin`);
    await page.getByLabel('User name or e-mail').fill('jo');
    await page.getByLabel('Password', { exact: true }).fill('not the right one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.locator('input[type=password]:focus').waitFor();
    await page.keyboard.type('correct horse battery');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('correct horse battery');
    await page.goto(`${fake.url}/signup?token=welcome`);
    await page.getByLabel('User name').fill('somebody');
    await page.getByText('somebody is free.').waitFor();
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Enter an e-mail address').waitFor();
    await page.getByLabel('E-mail').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('somebody@example.org');
    expect(await page.getByLabel('E-mail').inputValue()).toBe('somebody@example.org');
  });
});
