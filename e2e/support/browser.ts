import { existsSync } from 'node:fs';
import { eventually } from '@mateship/dev-env';
import { chromium, type Browser, type Page } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) ?? '';

/** A suite in a real Chromium. Says loudly what is missing instead of passing without having tested. */
export function browserSuite(name: string, define: (browser: () => Browser) => void): void {
  if (!existsSync(EXECUTABLE)) {
    process.stderr.write(`SKIPPED ${name}: needs Chromium\n`);
    describe.skip(name, () => it('needs Chromium', () => undefined));
    return;
  }
  describe(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      const args = ['--no-sandbox', '--disable-background-networking', '--disable-quic', '--disable-dev-shm-usage'];
      browser = await chromium.launch({ executablePath: EXECUTABLE, args });
    });
    afterAll(() => browser.close());
    define(() => browser);
  });
}

/** A page of a browser profile of its own, which notes what it complains about. */
export async function openPage(browser: Browser, look: { phone?: boolean; dark?: boolean } = {}): Promise<{ page: Page; complaints: string[] }> {
  const viewport = look.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme: look.dark ? 'dark' : 'light', reducedMotion: 'reduce', hasTouch: look.phone ?? false });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  return { page, complaints };
}

/** Opens an address. Where containers run beside it, Chromium takes their networks for its own, and gives up what it opens when they change. */
export async function visit(page: Page, address: string): Promise<void> {
  const opens = (): Promise<boolean> =>
    page.goto(address).then(
      () => true,
      (error: Error) => {
        if (!error.message.includes('ERR_NETWORK_CHANGED')) throw error;
        return false;
      },
    );
  await eventually(opens, { what: `${address} is open` });
}

export async function signInPage(page: Page, url: string, username: string, password: string): Promise<void> {
  await visit(page, `${url}/signin`);
  await page.getByLabel('User name or e-mail').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
}

export async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send message' }).click();
}

/** Waits until the newest of `count` answers has come to its end. */
export async function answered(page: Page, count = 1): Promise<void> {
  await page.locator('article[data-state]:not([data-state="streaming"])').nth(count - 1).waitFor();
  await page.getByRole('button', { name: 'Stop answering' }).waitFor({ state: 'detached' });
}
