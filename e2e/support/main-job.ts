import type { Page } from 'playwright-core';
import { answered, ask, visit } from './browser.js';
import type { Installation } from './installation.js';
import { PASSWORD } from './person.js';

/** From the link of the first invite to the start page, signed in. */
export async function signUpInPage(page: Page, { url, invite }: Installation, username: string): Promise<void> {
  await visit(page, `${url}/signup?token=${invite}`);
  await page.getByText('This invite makes you an administrator.').waitFor();
  await page.getByLabel('User name').fill(username);
  await page.getByText(`${username} is free.`).waitFor();
  await page.getByLabel('E-mail').fill(`${username}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: `Good to see you, ${username}.` }).waitFor();
}

/** Hands in the report, asks for a fact in it, and opens the page that the answer cites. */
export async function askForCitedPage(page: Page, report: Buffer): Promise<void> {
  await page.locator('input[name="attachments"]').setInputFiles({ name: 'Jahresbericht.pdf', mimeType: 'application/pdf', buffer: report });
  await page.getByRole('button', { name: 'Remove Jahresbericht.pdf' }).waitFor();
  await ask(page, 'How much did the heat pump in Lindenstraße 14 deliver in March 2025?');
  await answered(page);
  await page.getByText('48,217 kWh').first().waitFor();
  await page.getByRole('button', { name: 'Source 1: Jahresbericht.pdf, page 17' }).first().click();
  const panel = page.getByRole('complementary', { name: 'Source 1' });
  await panel.getByText('48,217 kWh').first().waitFor();
  const image = panel.getByRole('img', { name: 'Page 17 of Jahresbericht.pdf' });
  await image.waitFor();
  expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(300);
}
