import { FACTS, realWorldPdf } from '@mateship/dev-env/documents';
import { answered, ask, browserSuite, openPage, signInPage } from '../support/browser.js';
import { askForCitedPage, signUpInPage } from '../support/main-job.js';
import { firstAdmin, PASSWORD, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

/** The job that Mateship is there for, as its first user does it: invite, account, PDF, question, answer with its page. */
browserSuite('the main job', (browser) => {
  let report: Buffer;

  beforeAll(async () => {
    report = await realWorldPdf();
  });

  it('leads from the invite link to an answer that opens its page', async () => {
    const platform = await Platform.start();
    const { page, complaints } = await openPage(browser());
    await signUpInPage(page, platform, 'kim');
    await askForCitedPage(page, report);

    await page.reload();
    await page.getByText('48,217 kWh').first().waitFor();
    expect(complaints).toEqual([]);
    await platform.destroy();
  });

  describe('with an account', () => {
    let platform: Platform;
    let ana: Person;

    beforeAll(async () => {
      platform = await Platform.start();
      ana = await firstAdmin(platform);
    });

    afterAll(() => platform.destroy());

    it.each([
      ['a table row', 'How many customers does Dürrbach have?', FACTS.tableRow.page, FACTS.tableRow.cells[1]],
      ['the left of two columns', 'How many buses did the Königsallee depot repair?', FACTS.leftColumn.page, '61 buses'],
      ['the right of two columns', 'What does the Mühlbach reservoir hold?', FACTS.rightColumn.page, '83,000'],
      ['a sentence set with ligatures', 'What did the official office shuffle?', FACTS.ligatures.page, 'workflow'],
    ])('finds a fact in %s and cites its page', async (_where, question, page, words) => {
      const file = await ana.client.files.upload({ content: new Blob([new Uint8Array(report)]), name: 'report.pdf' });
      const { message } = await ana.client.chats.send({ content: question, attachments: [file.id] });
      expect(message.content).toContain(words);
      expect(message.citations[0]).toMatchObject({ n: 1, fileId: file.id, fileName: 'report.pdf', page });
      expect(message.usage?.credits).toBe('0');
    });

    it('answers a follow-up question about the same file', async () => {
      const file = await ana.client.files.upload({ content: new Blob([new Uint8Array(report)]), name: 'report.pdf' });
      const first = await ana.client.chats.send({ content: 'How many pages does it have?', attachments: [file.id] });
      expect(first.message.content).toContain('30');
      const second = await ana.client.chats.send({ chatId: first.chat.id, content: 'What does the Mühlbach reservoir hold?' });
      expect(second.message.citations[0]?.page).toBe(FACTS.rightColumn.page);
    });

    it('goes on in the page where a reload interrupted reading', async () => {
      const { page } = await openPage(browser());
      await signInPage(page, platform.url, ana.username, PASSWORD);
      await page.locator('input[name="attachments"]').setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: report });
      await page.getByRole('button', { name: 'Remove report.pdf' }).waitFor();
      await ask(page, 'How many buses did the Königsallee depot repair?');
      await page.waitForURL(/chat\/[0-9a-f-]{36}/);
      await page.reload();
      await answered(page);
      await page.getByText('61 buses').first().waitFor();
    });
  });
});
