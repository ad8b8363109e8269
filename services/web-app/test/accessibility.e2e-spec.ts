import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { answered, ask, openPage, PDF, signIn } from './browser.js';
import { sampleApps, sampleLog } from './sample-apps.js';
import { listShare, sampleChat } from './sample-shares.js';
import { browserSuite } from './suite.js';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that the page breaks once it has all its data, with the places where it does. */
async function violations(page: Page): Promise<string[]> {
  // A button that gets enabled between two steps of axe would be told as one of too little contrast.
  await page.waitForFunction(() => !document.querySelector('[role="status"][aria-label="Loading"]'));
  return violationsNow(page);
}

/** The same at once, in the light and in the dark. */
async function violationsNow(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return [...(await violationsIn(page, 'dark')), ...(await violationsIn(page, 'light'))];
}

async function violationsIn(page: Page, colorScheme: 'dark' | 'light'): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${colorScheme}: ${id}: ${node.html.slice(0, 160)} ${(node.any[0]?.message ?? '').slice(0, 160)}`));
}

const looks = [{ phone: false }, { phone: true }];

browserSuite('accessibility in a browser', (setup) => {
  it.each(looks)('has no axe violation before sign-in (%p)', async (look) => {
    const { browser, fake } = setup();
    fake.state.invite('welcome');
    const { page } = await openPage(browser, look);
    await page.goto(`${fake.url}/signin`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${fake.url}/signup?token=welcome`);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Enter an e-mail address').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it.each(looks)('has no axe violation in a chat and its source (%p)', async (look) => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, look);
    await signIn(page, fake.url);
    await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await ask(page, 'What can you do?');
    await answered(page);
    await page.locator('input[name="attachments"]').setInputFiles([PDF, { name: 'song.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('x') }]);
    await page.getByText('Only PDF').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove song.mp3' }).click();
    await ask(page, 'How many tonnes?');
    await answered(page, 2);
    await page.getByRole('button', { name: /^Source 1: / }).click();
    await page.getByRole('img', { name: /^Page 17/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Actions for this chat/ }).last().click();
    await page.getByRole('menuitem', { name: 'Delete chat' }).waitFor();
    // Whatever else axe says about an open menu is about how Mantine builds one.
    expect((await violations(page)).filter((violation) => violation.startsWith('color-contrast'))).toEqual([]);
  });

  it.each(looks)('has no axe violation in an answer with lists of tasks, tables and code, and room for fingers (%p)', async (look) => {
    const { browser, fake } = setup();
    fake.state.script = '# One\n\n- [x] measured\n- [ ] insulated\n\n| a | b |\n|---|--:|\n| 1 | 2 kWh |\n\n```js\nconst a = 1;\n```\n\nTake list[0].';
    const { page } = await openPage(browser, look);
    await signIn(page, fake.url);
    await ask(page, 'Everything');
    await answered(page);
    await page.getByRole('img', { name: 'Done:' }).waitFor();
    await page.getByText('Take list[0].').waitFor();
    expect(await violations(page)).toEqual([]);
    const heights = await page.locator('article button').evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(look.phone ? 40 : 22);
  });

  it.each(looks)('has no axe violation among apps in every state, with one opened (%p)', async (look) => {
    const { browser, fake } = setup();
    fake.state.install(...sampleApps());
    fake.state.appLogs.set('pdf', [...sampleLog(), 'page 3 read']);
    fake.state.refusals.push({ app: 'pdf', address: 'telemetry.example.net:443', at: new Date().toISOString() });
    const { page } = await openPage(browser, look);
    await signIn(page, fake.url, '/settings/apps');
    await page.getByText('Log and refused connections').nth(3).waitFor();
    await page.getByRole('article', { name: 'PDF' }).getByText('Log and refused connections').click();
    await page.getByText('telemetry.example.net:443').waitFor();
    await page.getByRole('button', { name: 'Show all details: Log of PDF' }).click();
    await page.getByText('request-7').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it.each(looks)('has no axe violation while the server is away (%p)', async (look) => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, look);
    await signIn(page, fake.url, '/settings/api-keys');
    await page.getByText('No keys yet').waitFor();
    await page.route(/\/(v1|health)\//, (route) => route.abort());
    await page.getByRole('link', { name: 'Invites', exact: true }).click();
    await page.getByRole('alert').getByText('goes on by itself').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it.each(looks)('has no axe violation about links and keys of a chat, nor on the page of a link (%p)', async (look) => {
    const { browser, fake } = setup();
    const chat = sampleChat(fake.state);
    const { page } = await openPage(browser, look);
    await signIn(page, fake.url, `/chat/${chat.id}`);
    await page.getByRole('button', { name: 'Who can read this chat' }).click();
    await page.getByRole('button', { name: 'Replace the key' }).click();
    await page.getByText('0 of 2 messages').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Share this chat' }).click();
    await page.getByRole('button', { name: 'Create link' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create link' }).click();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    expect(await violations(page)).toEqual([]);
    for (const state of ['used_up', 'expired', 'revoked'] as const) listShare(fake.state, { state });
    await page.goto(`${fake.url}/settings/links`);
    await page.getByText('Used up').waitFor();
    expect(await violations(page)).toEqual([]);
    for (const [url, title] of [[link, chat.title], [`${link}.p`, 'This chat has a password'], [link.replace(/#.*/, ''), 'This link is not whole']] as const) {
      await page.goto('about:blank');
      await page.goto(url);
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
      expect(await violations(page)).toEqual([]);
    }
  });

  it.each(looks)('has no axe violation in the settings while their lists are on their way (%p)', async (look) => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, look);
    await signIn(page, fake.url, '/settings');
    await page.getByRole('heading', { name: 'Appearance', level: 2 }).waitFor();
    await page.route(/\/v1\//, () => new Promise(() => undefined));
    for (const section of ['API keys', 'Apps', 'Keys', 'Invites']) {
      await page.getByRole('link', { name: section, exact: true }).click();
      await page.getByRole('heading', { name: section, level: 2 }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).waitFor();
      expect(await violationsNow(page)).toEqual([]);
    }
  });

  it.each(looks)('has no axe violation in the settings and their dialogs (%p)', async (look) => {
    const { browser, fake } = setup();
    fake.state.invite('welcome');
    const { page } = await openPage(browser, look);
    await signIn(page, fake.url, '/settings');
    for (const section of ['Appearance', 'Account', 'Credits', 'API keys', 'Apps', 'Keys', 'Invites']) {
      await page.getByRole('link', { name: section, exact: true }).click();
      await page.getByRole('heading', { name: section, level: 2 }).waitFor();
      expect(await violations(page)).toEqual([]);
    }
    await page.getByRole('button', { name: 'New invite' }).click();
    await page.getByRole('button', { name: 'Create invite' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
