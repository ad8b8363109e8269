import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) ?? '';

/** Whether a browser is here to test with. */
export const hasChromium = existsSync(EXECUTABLE);

export function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-quic', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: EXECUTABLE, args });
}

const violations: string[] = [];

/** What pages did against their content security policy since the last call. */
export const takeViolations = (): string[] => violations.splice(0);

/** Has every page of the profile tell of its violations, from its first element on. */
async function watchPolicy(context: BrowserContext): Promise<void> {
  await context.exposeBinding('tellViolation', (_source, violation: string) => void violations.push(violation));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, sample, target }) => {
      const element = target instanceof Element ? target.outerHTML.slice(0, 160) : '';
      (window as unknown as { tellViolation: (violation: string) => void }).tellViolation(`${location.pathname}: ${effectiveDirective} forbids ${blockedURI} ${sample} ${element} of ${sourceFile}`);
    });
  });
}

/** A page of a browser profile of its own, which notes what it complains about. It asks for less motion unless told otherwise, so that nothing is pressed while it still moves. */
export async function openPage(browser: Browser, options: { phone?: boolean; dark?: boolean; motion?: boolean } = {}): Promise<{ page: Page; complaints: string[] }> {
  const size = options.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport: size, colorScheme: options.dark ? 'dark' : 'light', reducedMotion: options.motion ? 'no-preference' : 'reduce', hasTouch: options.phone ?? false });
  await watchPolicy(context);
  const page = await context.newPage();
  page.setDefaultTimeout(25_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Chromium reports every refused request; the page handles those that the tests provoke.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  return { page, complaints };
}

export async function signIn(page: Page, url: string, path = '/'): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.getByLabel('User name or e-mail').fill('jo');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Account of jo' }).or(page.getByRole('button', { name: 'Open chats' })).waitFor();
}

export async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send message' }).click();
}

/** Waits until the newest answer has come to its end. */
export async function answered(page: Page, count = 1): Promise<void> {
  await page.locator('article[data-state]:not([data-state="streaming"])').nth(count - 1).waitFor();
  await page.getByRole('button', { name: 'Stop answering' }).waitFor({ state: 'detached' });
}

/** Waits until what has the focus is called this, by its label, its id or its text. */
export async function focusIs(page: Page, name: string): Promise<void> {
  const nameOf = () => document.activeElement?.getAttribute('aria-label') || document.activeElement?.id || document.activeElement?.textContent;
  for (const end = Date.now() + 10_000; Date.now() < end && (await page.evaluate(nameOf)) !== name; ) await page.waitForTimeout(50);
  expect(await page.evaluate(nameOf)).toBe(name);
}

export const PDF = { name: 'harbour-report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 made for a test') };
