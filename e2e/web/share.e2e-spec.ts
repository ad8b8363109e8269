import type { Browser, Page } from 'playwright-core';
import { answered, ask, browserSuite, openPage, signInPage } from '../support/browser.js';
import { firstAdmin, inviteUser, PASSWORD, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { makeShare } from '../support/sharing.js';
import { violations } from '../support/violations.js';

const LOOKS = [false, true].flatMap((phone) => [false, true].map((dark) => ({ phone, dark })));
const SNAPSHOT = {
  title: 'Wombats',
  messages: [
    { role: 'user' as const, content: 'What is a wombat?', createdAt: '2026-01-01T00:00:00.000Z', attachments: ['zoo.pdf'], citations: [] },
    {
      role: 'assistant' as const, createdAt: '2026-01-01T00:00:05.000Z', attachments: [],
      content: '# Wombats\n\nThey **dig** [1].\n\n```js\nconst cube = 1; // their dung\n```\n\n| what | how many |\n|--|--|\n| legs | 4 |\n\n<script>document.title="owned"</script> <img src=x onerror=alert(1)> ![a](https://evil.example/x.png) [link](javascript:alert(1))',
      citations: [{ n: 1, fileName: 'zoo.pdf', page: 3, heading: null, quote: 'Wombats dig burrows of up to 30 m.' }],
    },
  ],
};

browserSuite('a link to a chat', (browser: () => Browser) => {
  let platform: Platform;
  let ana: Person;
  let ben: Person;
  beforeAll(async () => {
    platform = await Platform.start({ config: 'gateway:\n  rateLimit: 100000\n' });
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
  });
  afterAll(() => platform.destroy());

  /** A page that notes every request it makes, besides what it complains about. */
  async function reader(look: { phone?: boolean; dark?: boolean } = {}) {
    const { page, complaints } = await openPage(browser(), look);
    const requests: { url: string; headers: Record<string, string> }[] = [];
    page.on('request', (request) => requests.push({ url: request.url(), headers: request.headers() }));
    return { page, complaints, requests };
  }
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const urlOf = (id: string, fragment: string) => `${platform.url}/s/${id}#${fragment}`;
  const reload = async (page: Page, url: string) => {
    await page.goto('about:blank');
    await page.goto(url);
  };

  async function shareInPage(page: Page, password?: string): Promise<string> {
    await page.getByRole('button', { name: 'Share this chat' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this chat' });
    if (password) await dialog.getByLabel('Password (optional)').fill(password);
    await dialog.getByRole('button', { name: 'Create link' }).click();
    const done = page.getByRole('dialog', { name: 'Your link' });
    await done.waitFor({ timeout: 60_000 });
    const url = await done.getByLabel('Link', { exact: true }).inputValue();
    await done.getByRole('button', { name: 'Done' }).click();
    return url;
  }

  it('is made, opened in a fresh profile, shown again, revoked, and then gone', async () => {
    const { page: owner, complaints } = await openPage(browser());
    await signInPage(owner, platform.url, ana.username, PASSWORD);
    await ask(owner, 'Which mates are here, quokka?');
    await answered(owner);
    const url = await shareInPage(owner);
    const secret = new URL(url).hash.slice(3);

    const { page, complaints: readerComplaints, requests } = await reader();
    await page.goto(url);
    await heading(page, 'Which mates are here, quokka?');
    await page.getByRole('article', { name: 'Answer' }).waitFor();
    await page.getByText(`${ana.username} shared this chat on`).waitFor();
    expect([await page.evaluate(() => location.hash), await page.evaluate(() => history.length)]).toEqual(['', expect.any(Number) as number]);
    expect(JSON.stringify(requests)).not.toContain(secret);
    expect(requests.filter((request) => !request.url.startsWith(platform.url))).toEqual([]);
    expect(requests.filter(({ headers }) => Boolean(headers.referer))).toEqual([]);

    await owner.goto(`${platform.url}/settings/links`);
    const row = owner.getByRole('listitem').filter({ hasText: 'quokka' });
    await row.getByText('Opened once').waitFor();
    await row.getByRole('button', { name: /^Revoke the link to/ }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked', { exact: true }).waitFor();
    await reload(page, url);
    await heading(page, 'This link no longer works');
    expect([complaints, readerComplaints]).toEqual([[], []]);
  });

  it('opens with its password alone, which never leaves the browser, while the page stays responsive', async () => {
    const { page: owner } = await openPage(browser());
    await signInPage(owner, platform.url, ana.username, PASSWORD);
    await ask(owner, 'A numbat?');
    await answered(owner);
    const url = await shareInPage(owner, 'tëst pass');
    const { page, requests, complaints } = await reader();
    await page.goto(url);
    await page.getByLabel('Password').fill('test pass');
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByText('Checking the password').waitFor();
    // The main thread still answers while argon2id runs.
    expect(await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(document.body.innerText.includes('Checking the password')))))).toBe(true);
    await page.getByText('The password is wrong').waitFor({ timeout: 60_000 });
    await page.getByLabel('Password').fill('tëst pass');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'A numbat?', level: 1 }).waitFor({ timeout: 60_000 });
    expect(decodeURIComponent(JSON.stringify(requests))).not.toMatch(/t[ëe]st pass/);
    expect(complaints).toEqual([]);
  }, 180_000);

  it('becomes a chat of a reader with an account, which can go on', async () => {
    const { share, fragment } = await makeShare(ana, 'what is a wombat', { snapshot: SNAPSHOT });
    const { page } = await reader();
    await page.goto(urlOf(share.id, fragment));
    await page.getByRole('button', { name: 'Continue as my copy' }).click();
    await page.getByText('You are not signed in.').waitFor();
    const other = await page.context().newPage();
    await signInPage(other, platform.url, ben.username, PASSWORD);
    await other.close();
    await page.getByRole('button', { name: 'Continue as my copy' }).click();
    await page.waitForURL(/\/chat\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: 'Wombats', level: 1 }).waitFor();
    await ask(page, 'And a quoll?');
    await answered(page, 2);
    const { messages } = await ben.client.chats.get(page.url().slice(-36));
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
  });

  it.each(LOOKS)('is pleasant to read and without fault for everybody (%j)', async (look) => {
    const { share, fragment } = await makeShare(ana, 'what is a wombat', { snapshot: SNAPSHOT, maxViews: 5 });
    const { page, complaints, requests } = await reader(look);
    await page.goto(urlOf(share.id, fragment));
    await page.getByRole('heading', { name: 'Wombats', level: 1 }).waitFor();
    await page.locator('.hljs-comment').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.getByRole('button', { name: /^Source 1/ }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('burrows of up to 30 m');
    // What the snapshot brought along is text: no script ran, nothing was fetched from elsewhere.
    expect([await page.title(), requests.filter(({ url }) => !url.startsWith(platform.url))]).toEqual(['Wombats', []]);
    expect(complaints).toEqual([]);
  });

  it('says what is wrong when it is not whole, unknown, or the server is away', async () => {
    const { share, fragment } = await makeShare(ana, 'hello');
    const { page } = await reader();
    await page.goto(`${platform.url}/s/${share.id}`);
    await heading(page, 'This link is not whole');
    expect(await violations(page)).toEqual([]);
    await reload(page, urlOf(share.id, `1.${'A'.repeat(43)}`));
    await heading(page, 'There is no such link');
    await page.route('**/v1/shares/**', (route) => route.abort());
    await reload(page, urlOf(share.id, fragment));
    await heading(page, 'The server cannot be reached');
    await page.unroute('**/v1/shares/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'hello');
  });

  it.each(LOOKS)('is shared and kept track of without fault for everybody (%j)', async (look) => {
    const { page } = await openPage(browser(), look);
    const made = await makeShare(ana, 'Share me');
    await page.goto(`${platform.url}/signin`);
    await page.getByLabel('User name or e-mail').fill(ana.username);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
    await page.goto(`${platform.url}/chat/${made.request.chatId}`);
    await page.getByRole('button', { name: 'Share this chat' }).click();
    await page.getByRole('button', { name: 'Create link' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Who can read this chat' }).click();
    await page.getByText('1 link works.').waitFor();
    expect(await violations(page)).toEqual([]);
    expect((await page.getByRole('dialog').innerText()).toLowerCase()).not.toMatch(/zero.knowledge|end.to.end/);
    await page.getByRole('button', { name: 'Replace the key' }).click();
    await page.getByText('Key no. 2').waitFor();
    await page.getByText('the old key is destroyed').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'See my links' }).click();
    await page.getByRole('heading', { name: 'My links', level: 2 }).waitFor();
    await page.getByRole('main').getByText('Share me').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('looks to a robot like every other link', async () => {
    const { share } = await makeShare(ana, 'a very particular title');
    const pages = await Promise.all([share.id, '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a'].map(async (id) => {
      const response = await fetch(`${platform.url}/s/${id}`, { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } });
      return { text: await response.text(), robots: response.headers.get('x-robots-tag'), referrer: response.headers.get('referrer-policy') };
    }));
    expect(pages[0]).toEqual(pages[1]);
    expect(pages[0]).toMatchObject({ robots: 'noindex, nofollow', referrer: 'no-referrer' });
    expect(pages[0]?.text).not.toContain('particular');
    expect((await ana.client.shares.list()).items.find(({ id }) => id === share.id)?.views).toBe(0);
  });
});
