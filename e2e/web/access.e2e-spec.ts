import { answered, ask, browserSuite, openPage, signInPage } from '../support/browser.js';
import { firstAdmin, PASSWORD, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { violations } from '../support/violations.js';

/** The pages as the server really serves them, with its security headers. */
browserSuite('everybody can use the pages', (browser) => {
  let platform: Platform;
  let ana: Person;

  beforeAll(async () => {
    platform = await Platform.start();
    ana = await firstAdmin(platform);
  });

  afterAll(() => platform.destroy());

  it.each([
    { phone: false, dark: false },
    { phone: true, dark: true },
  ])('axe finds nothing in sign-in, chat and settings (%p)', async (look) => {
    const { page, complaints } = await openPage(browser(), look);
    await page.goto(`${platform.url}/signin`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await signInPage(page, platform.url, ana.username, PASSWORD);
    await ask(page, 'hello');
    await answered(page);
    expect(await violations(page)).toEqual([]);
    for (const section of ['api-keys', 'invites', 'credits']) {
      await page.goto(`${platform.url}/settings/${section}`);
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor();
      expect(await violations(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  it('a question can be asked and stopped with the keyboard alone', async () => {
    const { page } = await openPage(browser());
    await signInPage(page, platform.url, ana.username, PASSWORD);
    await page.keyboard.press('Control+Shift+O');
    await page.getByLabel('Message', { exact: true }).focus();
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    await answered(page);
    await page.keyboard.press('Control+K');
    await page.getByLabel('Search chats by title').waitFor();
    await page.keyboard.type('hello');
    await page.getByRole('option', { name: /hello/ }).first().waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('article').count()).toBe(2);
  });

  it('an API key made in the page works, and stops working when it is revoked there', async () => {
    const { page } = await openPage(browser());
    await signInPage(page, platform.url, ana.username, PASSWORD);
    await page.goto(`${platform.url}/settings/api-keys`);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('laptop');
    await page.getByRole('checkbox', { name: /Models/ }).check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await page.getByRole('textbox', { name: 'API key' }).inputValue();
    await page.getByRole('button', { name: 'Done' }).click();
    const status = async () => (await fetch(`${platform.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status()).toBe(200);
    await page.getByRole('button', { name: 'Revoke laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke laptop' }).waitFor({ state: 'detached' });
    expect(await status()).toBe(401);
  });

  it('a deleted chat comes back with undo, and is gone without it', async () => {
    const { chat } = await ana.client.chats.send({ content: 'a chat to delete' });
    const { page } = await openPage(browser());
    await signInPage(page, platform.url, ana.username, PASSWORD);
    const remove = async () => {
      await page.getByRole('button', { name: 'Actions for this chat: a chat to delete' }).first().click();
      await page.getByRole('menuitem', { name: 'Delete chat' }).click();
      await page.getByText('Chat deleted').waitFor();
    };
    await page.goto(`${platform.url}/chat/${chat.id}`);
    await remove();
    await page.getByRole('button', { name: 'Undo' }).click();
    expect((await ana.fetch(`/v1/chat/${chat.id}`)).status).toBe(200);
    await page.goto(`${platform.url}/chat/${chat.id}`);
    await remove();
    await page.goto('about:blank');
    for (let tries = 0; tries < 50 && (await ana.fetch(`/v1/chat/${chat.id}`)).status !== 404; tries += 1) await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await ana.fetch(`/v1/chat/${chat.id}`)).status).toBe(404);
  });
});
