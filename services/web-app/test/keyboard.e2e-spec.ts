import { answered, ask, focusIs, openPage, PDF, signIn } from './browser.js';
import { browserSuite } from './suite.js';

browserSuite('the keyboard in a browser', (setup) => {
  it('is enough for a whole conversation with a file and its source', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await page.goto(fake.url);
    await page.getByLabel('User name or e-mail').waitFor();
    await page.keyboard.type('jo');
    await page.keyboard.press('Tab');
    await page.keyboard.type('correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
    await focusIs(page, 'Message');
    // Asked for early: the browser has to be told before the key is pressed.
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Tab');
    await focusIs(page, 'Attach files');
    await page.keyboard.press('Space');
    await (await chooser).setFiles(PDF);
    await page.getByRole('button', { name: 'Remove harbour-report.pdf' }).waitFor();
    await focusIs(page, 'Message');
    await page.keyboard.type('How many tonnes?');
    await page.keyboard.press('Enter');
    await answered(page);
    await page.getByRole('button', { name: 'Source 1: harbour-report.pdf, page 17' }).focus();
    await page.keyboard.press('Enter');
    await focusIs(page, 'Close source');
    await page.keyboard.press('Escape');
    await focusIs(page, 'Source 1: harbour-report.pdf, page 17');
  });

  it('starts a new line with Shift and Enter', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await page.getByLabel('Message', { exact: true }).focus();
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('one\ntwo');
    expect(fake.state.chats.size).toBe(0);
  });

  it('skips the list of chats with the first link of the page', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    await focusIs(page, 'Skip to content');
    await page.keyboard.press('Enter');
    await focusIs(page, 'content');
  });

  it('tells a screen reader when an answer starts and ends, and not each word', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver(() => {
        const text = [...document.querySelectorAll('[role="status"][aria-live]')].map((region) => region.textContent ?? '').join('');
        if (text && said.at(-1) !== text) said.push(text);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await ask(page, 'Hello');
    await answered(page);
    await page.waitForTimeout(100);
    expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual(['Mateship is answering.', 'Mateship has answered.']);
  });

  it('gives the focus back to the button that opened the menu on a phone', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, { phone: true });
    await signIn(page, fake.url);
    await page.getByRole('button', { name: 'Open chats' }).click();
    await page.getByRole('dialog', { name: 'Chats' }).getByRole('link', { name: 'New chat' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Chats' }).waitFor({ state: 'detached' });
    await focusIs(page, 'Open chats');
  });
});
