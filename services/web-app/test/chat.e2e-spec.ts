import { answered, ask, focusIs, openPage, PDF, signIn } from './browser.js';
import { browserSuite } from './suite.js';

browserSuite('chat in a browser', (setup) => {
  it('answers a question about a PDF with a citation that opens the page beside the chat', async () => {
    const { browser, fake } = setup();
    const { page, complaints } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await page.locator('input[name="attachments"]').setInputFiles(PDF);
    await page.getByRole('button', { name: 'Remove harbour-report.pdf' }).waitFor();
    await ask(page, 'How many tonnes?');
    await page.getByText('Reading the PDF').waitFor();
    await answered(page);
    await page.getByText('Read 30 pages').waitFor();
    await page.getByRole('button', { name: 'Source 1: harbour-report.pdf, page 17' }).click();
    const panel = page.getByRole('complementary', { name: 'Source 1' });
    await panel.getByText('The pier at Nordhafen handled 48,210 tonnes').waitFor();
    await panel.getByRole('img', { name: 'Page 17 of harbour-report.pdf' }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await focusIs(page, 'Source 1: harbour-report.pdf, page 17');
    expect(complaints).toEqual([]);
  });

  it('takes a file that is dropped anywhere on the window', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await page.waitForTimeout(300);
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['%PDF-1.7'], 'dropped.pdf', { type: 'application/pdf' }));
      return transfer;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await page.getByText('Drop to attach').waitFor();
    await page.dispatchEvent(':text("Drop to attach")', 'drop', { dataTransfer: data });
    await page.getByRole('button', { name: 'Remove dropped.pdf' }).waitFor();
  });

  it('refuses a file of a wrong type at its chip, and says what the server says of a false PDF', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await page.locator('input[name="attachments"]').setInputFiles([
      { name: 'song.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('x') },
      { name: 'false.pdf', mimeType: 'application/pdf', buffer: Buffer.from('not a pdf') },
    ]);
    await page.getByText('Only PDF, PNG, JPEG and plain text files can be attached.').waitFor();
    await page.getByText('This file is not the PDF it claims to be.').waitFor();
  });

  it('goes on where it was when the line drops in the middle of an answer', async () => {
    const { browser, fake } = setup();
    fake.state.script = 'One two three four five six seven eight nine ten.';
    fake.state.cutAfter = 5;
    fake.state.pace = 60;
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'Count');
    await answered(page);
    await page.getByText('One two three four five six seven eight nine ten.', { exact: true }).waitFor();
    expect(fake.state.calls.some((call) => /^resume after [1-9]/.test(call))).toBe(true);
  });

  it('takes up a running answer after a reload', async () => {
    const { browser, fake } = setup();
    fake.state.script = 'One two three four five six seven eight nine ten.';
    fake.state.pace = 150;
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'Count');
    await page.getByText('One two').waitFor();
    await page.reload();
    await answered(page);
    await page.getByText('One two three four five six seven eight nine ten.', { exact: true }).waitFor();
  });

  it('calls an answer interrupted when nobody is writing it any more', async () => {
    const { browser, fake } = setup();
    fake.state.pace = 400;
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'Count');
    await page.getByRole('button', { name: 'Stop answering' }).waitFor();
    fake.state.streams.clear();
    await page.reload();
    await page.getByText('This answer was interrupted').waitFor();
  });

  it('stops an answer by Escape and says so', async () => {
    const { browser, fake } = setup();
    fake.state.pace = 100;
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'Go on');
    await page.getByText('I answer').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('You stopped this answer.').waitFor();
  });

  it('keeps every version of a question and of an answer', async () => {
    const { browser, fake } = setup();
    fake.state.script = 'First.';
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'Old question');
    await answered(page);
    fake.state.script = 'Second.';
    await page.getByRole('button', { name: 'Answer again' }).click();
    await page.getByText('Second.').waitFor();
    await page.getByText('2 / 2').waitFor();
    await page.getByRole('button', { name: 'Previous version' }).click();
    await page.getByText('First.').waitFor();
    await page.getByRole('article', { name: 'Message from You' }).hover();
    await page.getByRole('button', { name: 'Edit message' }).click();
    await page.getByLabel('Edit your message').fill('New question');
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('New question').last().waitFor();
    await answered(page);
    await page.getByRole('button', { name: 'Previous version' }).first().click();
    await page.getByRole('article', { name: 'Message from You' }).getByText('Old question').waitFor();
  });

  it('brings the draft back when the server refuses the message', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    fake.state.nextRefusal.set('/v1/chat/message', 'INSUFFICIENT_CREDITS');
    await ask(page, 'Something dear');
    await page.getByText('Your credits do not cover this request.').waitFor();
    expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('Something dear');
  });

  it('deletes a chat only after the time to undo', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'Keep me');
    await answered(page);
    const address = page.url();
    await page.getByRole('main').getByRole('button', { name: /^Actions for this chat/ }).click();
    await page.getByRole('menuitem', { name: 'Delete chat' }).click();
    await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Chats' }).getByRole('link').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForURL(address);
    expect(fake.state.chats.size).toBe(1);
  });

  it('deletes what waits when the page is left', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'Away with me');
    await answered(page);
    await page.getByRole('main').getByRole('button', { name: /^Actions for this chat/ }).click();
    await page.getByRole('menuitem', { name: 'Delete chat' }).click();
    await page.getByText('Chat deleted').waitFor();
    await page.goto('about:blank');
    for (let attempt = 0; attempt < 20 && fake.state.chats.size > 0; attempt += 1) await page.waitForTimeout(50);
    expect(fake.state.chats.size).toBe(0);
  });

  const CARRIED = [
    ['inline', 'Hello <img src=x onerror="document.title=1"> ![spy](https://evil.example/p.png) [link](javascript:document.title=2) <script>document.title=3</script> end.'],
    ['by reference and in angle brackets', '![spy][1] ![spy](<https://evil.example/p q.png>) [link][2] <https://evil.example/auto> [![spy](https://evil.example/i.png)](vbscript:x)\n\n[1]: https://evil.example/r.png "t"\n[2]: JaVaScRiPt:document.title=2'],
    ['as markup', '![spy](https://evil.example/p.png)\n\n<img src=https://evil.example/u.png>\n<iframe src=https://evil.example/f></iframe>\n<svg><image href=https://evil.example/s.png /></svg>\n<link rel=stylesheet href=https://evil.example/c.css>\n<style>@import url(https://evil.example/i.css)</style>\n<video poster=https://evil.example/v.png src=//evil.example/v></video>\n<base href=https://evil.example/>\n<meta http-equiv=refresh content="0;url=https://evil.example/m">\n<form action=https://evil.example/g><button autofocus>x</button></form>\n\n[data](data:text/html,<script>document.title=4</script>)'],
  ] as const;
  it.each(CARRIED)('neither runs nor loads what an answer carries %s', async (_how, script) => {
    const { browser, fake } = setup();
    fake.state.script = script;
    const { page } = await openPage(browser, { motion: true });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await signIn(page, fake.url);
    await ask(page, 'Attack');
    await answered(page);
    await page.getByText('Image not loaded: spy').first().waitFor();
    expect(await page.locator('article :is(img, script, iframe, image, link, style, video, base, meta, form)').count()).toBe(0);
    const links = await page.locator('article a').evaluateAll((list) => list.map((link) => (link as HTMLAnchorElement).protocol));
    expect(links.filter((protocol) => !['https:', 'http:', ':', ''].includes(protocol))).toEqual([]);
    expect(asked.filter((url) => url.includes('evil.example'))).toEqual([]);
    expect(await page.title()).not.toMatch(/^\d$/);
  });

  it('finds a chat by its title with the keyboard alone', async () => {
    const { browser, fake } = setup();
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    for (const title of ['About harbours', 'About mountains']) {
      await ask(page, title);
      await answered(page);
      await page.keyboard.press('Control+Shift+O');
      await page.getByRole('heading', { name: /Good to see you/ }).waitFor();
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search chats by title' }).fill('harb');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'About harbours' }).waitFor();
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });

  it('takes a press at the very edge of a button that lies over others', async () => {
    const { browser, fake } = setup();
    fake.state.script = 'A line\n\n'.repeat(60);
    const { page } = await openPage(browser, { motion: true });
    await signIn(page, fake.url);
    await ask(page, 'A long answer');
    await answered(page);
    await page.getByRole('article').last().hover();
    await page.mouse.wheel(0, -5_000);
    const jump = page.getByRole('button', { name: 'Jump to the newest' });
    await jump.click({ position: { x: 4, y: 17 } });
    await jump.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Actions for this chat/ }).first().click({ position: { x: 11, y: 2 } });
    await page.getByRole('menuitem', { name: 'Delete chat' }).waitFor();
  });
});
