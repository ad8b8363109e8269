import { answered, ask, openPage, PDF, signIn } from './browser.js';
import { browserSuite } from './suite.js';

/** What the server answers itself, apart from the files of the page. */
const ANSWERS = /\/(v1|health)\//;
const FIRST_SCRIPT = /assets\/index-.*\.js$/;

browserSuite('trouble in a browser', (setup) => {
  it('says that the server is away, and goes on when it is back', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await page.route(ANSWERS, (route) => route.abort());
    await page.goto(fake.url);
    await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
    expect(await page.title()).toBe('The server cannot be reached · Mateship');
    await page.getByText('Nothing is lost').waitFor();
    await page.unroute(ANSWERS);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('goes on by itself when the server is back, be it from a restart', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    fake.state.nextRefusal.set('/v1/auth/refresh', 'SHUTTING_DOWN');
    await page.goto(fake.url);
    await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  it.each([
    ['its first script', [FIRST_SCRIPT]],
    ['its first script and the one that loads it again', [FIRST_SCRIPT, /load-again\.js$/]],
    ['its style', [/assets\/index-.*\.css$/]],
    ['the style of a part', [/assets\/(?!index-).*\.css$/]],
  ])('loads again by itself when %s did not arrive', async (_what, lost) => {
    const { browser, fake } = setup();
    fake.state.invite('welcome');
    const { page } = await openPage(browser);
    let loads = 0;
    const again = page.waitForEvent('load', () => (loads += 1) === 2);
    for (const file of lost) await page.route(file, (route) => route.abort(), { times: 1 });
    await page.goto(`${fake.url}/signup?token=welcome`);
    await again;
    await page.getByLabel('E-mail').waitFor();
    expect(await page.evaluate(() => [...document.styleSheets].map(({ cssRules }) => cssRules.length))).not.toContain(0);
  });

  it('loads again a few times only when that does not help', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    let loads = 0;
    const last = page.waitForEvent('load', () => (loads += 1) === 4);
    await page.route(FIRST_SCRIPT, (route) => route.abort());
    await page.goto(fake.url);
    await last;
    await page.waitForTimeout(4_000);
    expect(loads).toBe(4);
  });

  it.each([
    ['the server', ANSWERS],
    ['a part of it', /assets\/sign-in.*\.js$/],
  ])('does not load again while it waits for %s', async (_what, slow) => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    let loads = 0;
    page.on('load', () => (loads += 1));
    await page.route(slow, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      await route.continue();
    });
    await page.goto(fake.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(loads).toBe(1);
  });

  it('brings up a list by itself that the server was away for', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/credits');
    await page.getByRole('link', { name: 'API keys' }).hover();
    await page.waitForLoadState('networkidle');
    await page.route(ANSWERS, (route) => route.abort());
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('alert').getByText('goes on by itself').waitFor();
    await page.unroute(ANSWERS);
    await page.getByText('No keys yet').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('says so too when it is a part of the page that the server is away for, without losing the page', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await page.getByLabel('Message', { exact: true }).fill('Not sent yet');
    await page.route('**/*', (route) => route.abort());
    await page.getByRole('button', { name: 'Account of jo' }).click();
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
    await page.unroute('**/*');
    await page.getByRole('heading', { name: 'Appearance' }).waitFor();
    await page.getByRole('link', { name: 'New chat' }).click();
    expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('Not sent yet');
  });

  it('tells a chat that is not there from a wrong address', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/chat/00000000-0000-4000-8000-000000000000');
    await page.getByRole('heading', { name: 'There is no such chat' }).waitFor();
    expect(await page.title()).toBe('There is no such chat · Mateship');
    await page.goto(`${fake.url}/settings/nowhere`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    expect(await page.getByRole('main').count()).toBe(1);
    await page.goto(`${fake.url}/nowhere/at/all`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.getByRole('link', { name: 'Go to your chats' }).click();
    await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
  });

  it('offers to load the list of keys again when that failed', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings');
    fake.state.nextRefusal.set('/v1/api_keys', 'INTERNAL_ERROR');
    await page.getByRole('link', { name: 'API keys' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('Request fake-request').waitFor();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No keys yet').waitFor();
  });

  it('keeps the dialog open and the input in it when a key cannot be made', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/api-keys');
    await page.getByText('No keys yet').waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name').fill('Backup script');
    fake.state.nextRefusal.set('/v1/api_keys', 'RATE_LIMITED');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Too many requests.').waitFor();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByLabel('API key', { exact: true }).waitFor();
  });

  it('uploads a file again after a refusal', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    fake.state.nextRefusal.set('/v1/files', 'DATABASE_UNAVAILABLE');
    await page.locator('input[name="attachments"]').setInputFiles(PDF);
    await page.getByText('The database is not available right now.').waitFor();
    await page.getByRole('button', { name: 'Upload harbour-report.pdf again' }).click();
    await page.getByText('1 KB').waitFor();
    expect(fake.state.files.size).toBe(1);
  });

  it('does not send before an upload is done, and says why', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/v1/files', async (route) => {
      await held;
      await route.continue();
    });
    await page.locator('input[name="attachments"]').setInputFiles(PDF);
    await page.getByLabel('Message', { exact: true }).fill('How many?');
    await page.keyboard.press('Enter');
    await page.getByText('You can send as soon as the upload is done.').waitFor();
    expect(fake.state.chats.size).toBe(0);
    release();
    await page.getByText('1 KB').waitFor();
    await page.getByRole('button', { name: 'Send message' }).click();
    await answered(page);
  });

  it('says that a page beyond the end does not exist, and returns to the cited one', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await page.locator('input[name="attachments"]').setInputFiles(PDF);
    await page.getByRole('button', { name: 'Remove harbour-report.pdf' }).waitFor();
    await ask(page, 'How many?');
    await answered(page);
    await page.getByRole('button', { name: 'Source 1: harbour-report.pdf, page 17' }).click();
    await page.getByRole('img', { name: /^Page 17/ }).waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('img', { name: /^Page 18/ }).waitFor();
    fake.state.nextRefusal.set('/v1/pdf/screenshot', 'PAGE_OUT_OF_RANGE');
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('The document does not have the page that was asked for.').waitFor();
    await page.getByRole('button', { name: 'Back to page 17' }).click();
    await page.getByRole('img', { name: /^Page 17/ }).waitFor();
  });

  it('brings a message back when it could not be deleted', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await page.clock.install();
    await signIn(page, fake.url);
    await ask(page, 'Stay');
    await page.clock.runFor(2000);
    await answered(page);
    await page.getByRole('button', { name: 'Delete message' }).last().click();
    await page.getByText('Message deleted').waitFor();
    expect(await page.locator('article[data-state]').count()).toBe(0);
    fake.state.nextRefusal.set('/v1/chat/delete_message', 'DATABASE_UNAVAILABLE');
    await page.clock.runFor(9000);
    await page.getByText('It could not be deleted, so it is back.').waitFor();
    await page.locator('article[data-state="complete"]').waitFor();
  });

  it('says of a damaged chat that it is, shows what remains and takes nothing more', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    await ask(page, 'Count');
    await page.locator('article[data-state="complete"]').waitFor();
    for (const chat of fake.state.chats.values()) chat.intact = false;
    await page.reload();
    await page.getByRole('alert').getByText('This chat is damaged').waitFor();
    await page.getByText('Count', { exact: true }).last().waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await page.getByRole('alert').getByRole('link', { name: 'New chat' }).click();
    await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
  });

  it('shows older chats in pages and searches all of them', async () => {
    const { browser, fake } = setup();
    for (let n = 0; n < 60; n += 1) {
      const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
      const when = new Date(Date.now() - n * 60_000).toISOString();
      fake.state.chats.set(id, { id, title: `Chat number ${n}`, mateId: 'mateship', createdAt: when, updatedAt: when, keyEpoch: 1, intact: true, messages: [] });
    }
    const { page } = await openPage(browser);
    await signIn(page, fake.url);
    const list = page.getByRole('navigation', { name: 'Chats' });
    await list.getByRole('button', { name: 'Show older chats' }).waitFor();
    expect(await list.getByRole('link').count()).toBe(50);
    await page.getByRole('button', { name: 'Search chats' }).click();
    await page.getByText('The newest 50 of 60 chats').waitFor();
    await page.getByRole('combobox').press('ArrowUp');
    const [option, found] = [page.getByRole('option', { name: 'Chat number 49' }), page.getByRole('listbox')];
    expect(await option.getAttribute('aria-selected')).toBe('true');
    const [inner, outer] = [await option.boundingBox(), await found.boundingBox()];
    expect((inner?.y ?? 1e9) + (inner?.height ?? 0)).toBeLessThanOrEqual((outer?.y ?? 0) + (outer?.height ?? 0) + 1);
    await page.getByRole('combobox').fill('number 59');
    await page.getByRole('option', { name: /Chat number 59/ }).click();
    await page.getByRole('heading', { name: 'Chat number 59' }).waitFor();
    await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
  });

  it('fills the message from the address, and leaves sending it to the person', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/?q=What%20is%20new%3F');
    expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('What is new?');
    await page.waitForLoadState('networkidle');
    expect(fake.state.chats.size).toBe(0);
  });
});
