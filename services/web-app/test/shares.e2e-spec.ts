import type { Chat } from '@mateship/contracts';
import type { Page } from 'playwright-core';
import { openPage, signIn } from './browser.js';
import { endShare } from './fake-api/share-routes.js';
import { listShare, sampleChat } from './sample-shares.js';
import { browserSuite, type Setup } from './suite.js';

/** Deriving a key from a password is meant to be slow. */
const SLOW = { timeout: 60_000 };
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor(SLOW);

/** Makes a link in a page of its owner, and gives it. */
async function makeLink({ browser, fake }: Setup, { password, views, chat = sampleChat(fake.state) }: { password?: string; views?: number; chat?: Chat } = {}): Promise<string> {
  const { page } = await openPage(browser);
  await signIn(page, fake.url, `/chat/${chat.id}`);
  await page.getByRole('button', { name: 'Share this chat' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this chat' });
  if (password) await dialog.getByLabel('Password (optional)').fill(password);
  if (views) await dialog.getByLabel('May be opened').selectOption(String(views));
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const link = page.getByRole('dialog', { name: 'Your link' }).getByLabel('Link', { exact: true });
  await link.waitFor(SLOW);
  // All of it is to be seen.
  expect(await link.evaluate((field) => field.scrollHeight - field.clientHeight)).toBe(0);
  return link.inputValue();
}

const idOf = (link: string): string => new URL(link).pathname.split('/').at(-1) ?? '';

browserSuite('links to chats in a browser', (setup) => {
  it('open with their password alone, and not more often than they may', async () => {
    const link = await makeLink(setup(), { password: 'tide table', views: 1 });
    const { page, complaints } = await openPage(setup().browser, { phone: true });
    await page.goto(link);
    await heading(page, 'This chat has a password');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Checking the password').waitFor();
    await page.getByRole('alert').getByText('The password is wrong').waitFor(SLOW);
    expect(await page.getByLabel('Password').evaluate((field) => [field === document.activeElement, field.getAttribute('aria-invalid')])).toEqual([true, 'true']);
    await page.getByLabel('Password').fill('tide table');
    await page.keyboard.press('Enter');
    await heading(page, 'How many tonnes?');
    await page.getByText('This was view 1 of 1.').waitFor();
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByLabel('Password').fill('tide table');
    await page.keyboard.press('Enter');
    await heading(page, 'This link no longer works');
    expect(complaints).toEqual([]);
  });

  it('say why there is nothing to read: not whole, unknown, over', async () => {
    const { browser, fake } = setup();
    const link = await makeLink(setup());
    const { page } = await openPage(browser);
    await page.goto(link.replace(/#.*/, ''));
    await heading(page, 'This link is not whole');
    await page.goto(link.replace(idOf(link), '00000000-0000-4000-8000-000000000000'));
    await heading(page, 'There is no such link');
    endShare(fake.state, idOf(link), 'expired');
    await page.goto(link);
    await heading(page, 'This link no longer works');
    expect(fake.state.shares.get(idOf(link))?.share.views).toBe(0);
  });

  it('say that the server is away, and open when it is back', async () => {
    const link = await makeLink(setup());
    const { page } = await openPage(setup().browser);
    await page.route('**/v1/**', (route) => route.abort());
    await page.goto(link);
    await heading(page, 'The server cannot be reached');
    await page.getByText('Nothing is lost').waitFor();
    await page.unroute('**/v1/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'How many tonnes?');
    expect(setup().fake.state.shares.get(idOf(link))?.share.views).toBe(1);
  });

  it('tell a reader without an account where to sign in, in view', async () => {
    const link = await makeLink(setup());
    const { page } = await openPage(setup().browser, { phone: true });
    await page.goto(link);
    await page.getByRole('button', { name: 'Continue as my copy' }).click();
    const box = await page.getByRole('link', { name: 'Open the sign-in page' }).boundingBox();
    expect((box?.y ?? 1e9) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
  });

  it('stay within a phone, list and page, whatever long words are in them', async () => {
    const { browser, fake } = setup();
    const word = 'Donaudampfschifffahrtsgesellschaftskapitaen'.repeat(3);
    const chat = sampleChat(fake.state, word);
    for (const message of chat.messages) message.citations = message.citations.map((citation) => ({ ...citation, fileName: word, quote: word }));
    const link = await makeLink(setup(), { chat });
    const { page } = await openPage(browser, { phone: true });
    await signIn(page, fake.url, '/settings/links');
    const excess = (element: Element) => element.scrollWidth - element.clientWidth;
    expect(await page.getByRole('list', { name: 'My links' }).evaluate(excess)).toBe(0);
    await page.goto(link);
    await heading(page, word);
    expect(await page.getByRole('list', { name: 'Sources' }).evaluate(excess)).toBe(0);
    expect(await page.locator('html').evaluate(excess)).toBe(0);
  });

  it('are listed with their state, and can be copied and revoked only while they work', async () => {
    const { browser, fake } = setup();
    listShare(fake.state, { state: 'used_up', views: 5, maxViews: 5 });
    listShare(fake.state, { state: 'expired', chatTitle: '' });
    listShare(fake.state, { hasPassword: true, views: 3, maxViews: 25, chatTitle: 'Harbour' });
    const { page } = await openPage(browser);
    await signIn(page, fake.url, '/settings/links');
    const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
    await row('Tides').getByText('Used up').waitFor();
    await row('Untitled chat').getByText('Expired', { exact: true }).waitFor();
    await row('Harbour').getByText('Opened 3 of 25 times').waitFor();
    expect(await page.getByRole('button', { name: /^(Copy link|Revoke)/ }).count()).toBe(2);
    await page.getByRole('button', { name: 'Revoke the link to Harbour' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row('Harbour').getByText('Revoked', { exact: true }).waitFor();
  });
});

browserSuite('the key of a chat in a browser', (setup) => {
  it('is replaced, with how far that is in view on a phone', async () => {
    const { browser, fake } = setup();
    const chat = sampleChat(fake.state);
    const { page } = await openPage(browser, { phone: true });
    await signIn(page, fake.url, `/chat/${chat.id}`);
    await page.getByRole('button', { name: 'Who can read this chat' }).click();
    await page.getByText('Key no. 1 of a chat').waitFor();
    const replace = page.getByRole('button', { name: 'Replace the key' });
    await replace.click();
    const progress = page.getByText('Encrypting under the new key: 0 of 2 messages.');
    await progress.waitFor();
    const [text, button] = [await progress.boundingBox(), await replace.boundingBox()];
    expect(text?.y ?? 1e9).toBeLessThan(button?.y ?? 0);
    expect(await replace.getAttribute('aria-disabled')).toBe('true');
    delete chat.rekeying;
    await page.getByText('Key no. 2 of a chat').waitFor();
    await page.getByText('the old key is destroyed').waitFor();
  });
});
