import { DomainError, type AiChatInput, type AiMessage } from '@mateship/contracts';
import { annualReport, extractOutput } from '../../../test/fixtures/annual-report.js';
import { BACKUP, CONNECT, INVITE } from '../../../test/fixtures/manual.js';
import { ALL_SKILLS, EXTRACT, fakePlatform, REPORT_FILE, SCREENSHOT } from '../../../test/fixtures/platform.js';
import { candidate, chatInput, collect, eventsNamed, textOf } from '../../../test/fixtures/scripted-provider.js';
import { ModelCatalogue } from '../../models/model-catalogue.js';
import { runChat } from '../../skills/chat/run-chat.js';
import { OfflineProvider } from './offline.provider.js';

const provider = new OfflineProvider();
const catalogue = new ModelCatalogue([candidate(provider, { id: 'offline/assistant', replaceable: false })], undefined);

async function ask(content: string, options: { file?: boolean; earlier?: AiMessage[]; skills?: AiChatInput['skills']; platform?: ReturnType<typeof fakePlatform> } = {}) {
  const { platform, calls } = options.platform ?? fakePlatform();
  const attachments = options.file === false ? [] : [REPORT_FILE];
  const messages: AiMessage[] = [...(options.earlier ?? []), { role: 'user', content, attachments }];
  const events = await collect(runChat(chatInput('', { messages, skills: options.skills ?? ALL_SKILLS }), platform, catalogue));
  return { events, text: textOf(events), citations: eventsNamed(events, 'citation'), calls };
}

const manual = (...results: object[]) => fakePlatform({ 'support/search': () => ({ results }) });

describe('the offline assistant on an attached PDF', () => {
  it.each([
    ['What was the revenue of region North?', 17, 'Region North | 4,211 | 12 %'],
    ['Wie lang ist die Kündigungsfrist?', 12, 'Die Kündigungsfrist beträgt drei Monate'],
    ['who is the chair of the supervisory board?', 23, 'Margarete Öhlschläger'],
  ])('answers "%s" with a quote and a citation of page %i', async (question, page, words) => {
    const { text, citations } = await ask(question);
    expect(text).toContain('[1]');
    expect(citations[0]).toMatchObject({ n: 1, fileId: 'file-report', fileName: 'report.pdf', page });
    expect(citations[0]?.quote).toContain(words);
  });

  it('names page and file in front of the quote', async () => {
    expect((await ask('How long is the warranty?')).text).toMatch(/^On page 4 of report\.pdf.*: “Products carry a warranty of twenty-four months\..*” \[1\]/);
  });

  it('answers German questions in German', async () => {
    expect((await ask('Wie lang ist die Kündigungsfrist?')).text).toMatch(/^Auf Seite 12 von report\.pdf.*: „Die Kündigungsfrist/);
  });

  it('names the columns of a table', async () => {
    expect((await ask('revenue of region South?')).text).toContain('Region \\| Revenue (kEUR) \\| Share');
  });

  it('shows that it read the file', async () => {
    const { events } = await ask('How long is the warranty?');
    expect(events.slice(0, 2)).toMatchObject([
      { event: 'tool_call', data: { app: 'pdf', skill: 'extract', input: { fileId: 'file-report' } } },
      { event: 'tool_result', data: { ok: true, summary: 'report.pdf: 30 pages' } },
    ]);
  });

  it('streams in small pieces', async () => {
    const { events } = await ask('How long is the warranty?');
    expect(eventsNamed(events, 'delta').length).toBeGreaterThan(8);
  });

  it('says how many pages there are', async () => {
    expect((await ask('How many pages does it have?')).text).toBe('report.pdf has 30 pages.');
    expect((await ask('Wie viele Seiten hat das Dokument?')).text).toBe('report.pdf hat 30 Seiten.');
  });

  it('shows a page that is asked for', async () => {
    const { text, citations } = await ask('What is on page 23?');
    expect(text).toMatch(/^Page 23 of report\.pdf says:/);
    expect(text).toContain('Margarete Öhlschläger');
    expect(citations.map(({ n, page }) => [n, page])).toEqual([[1, 23]]);
  });

  it('says when there is no such page', async () => {
    expect((await ask('Was steht auf Seite 31?')).text).toContain('hat keine Seite 31');
  });

  it('searches only the page that is named', async () => {
    const { citations } = await ask('What is said about the region on page 8?');
    expect(citations[0]?.page).toBe(8);
  });

  it('lists the outline', async () => {
    expect((await ask('Show me the outline')).text).toContain('7.3 Revenue by region (page 17)');
  });

  it('summarises by headings and first sentences, and says that it does no more', async () => {
    const { text, citations } = await ask('Summarise this document');
    expect(text).toContain('not a language model');
    expect(text).toContain('Warranty');
    expect(citations.length).toBeGreaterThan(2);
  });

  it('treats an attachment without words as a wish for a summary', async () => {
    expect((await ask('')).text).toContain('headings of report.pdf');
  });

  it('answers follow-up questions about a file of an earlier message', async () => {
    const earlier: AiMessage[] = [
      { role: 'user', content: 'What was the revenue of region North?', attachments: [REPORT_FILE] },
      { role: 'assistant', content: 'On page 17 …', attachments: [] },
    ];
    expect((await ask('And in the South?', { file: false, earlier })).citations[0]?.quote).toBe('Region South | 9,874 | 28 %');
  });

  it('says plainly when the file does not hold the answer', async () => {
    const { text, citations } = await ask('What is the capital of Mongolia?');
    expect(text).toMatch(/did not find that in report\.pdf/);
    expect(citations).toEqual([]);
  });

  it('says why a file cannot be read', async () => {
    const platform = fakePlatform({ 'pdf/extract': () => { throw new DomainError('PDF_ENCRYPTED'); } });
    expect((await ask('What does it say?', { platform })).text).toMatch(/could not read report\.pdf: The PDF is protected by a password/);
  });

  it('says when a file holds no text', async () => {
    const scan = { ...annualReport(), pages: [{ page: 1, text: '' }], pageCount: 1 };
    const platform = fakePlatform({ 'pdf/extract': () => extractOutput(scan) });
    expect((await ask('What does it say?', { platform })).text).toMatch(/holds no text/);
  });

  it('says when it may not read PDF files', async () => {
    expect((await ask('What does it say?', { skills: [] })).text).toMatch(/may not be used here/);
  });

  it('does not take reference marks of the document for its own citations', async () => {
    const paper = { ...annualReport(), pageCount: 1, pages: [{ page: 1, text: 'Bees see ultraviolet light, as was shown before [7] and later [1].' }] };
    const platform = fakePlatform({ 'pdf/extract': () => extractOutput(paper) });
    const { text, citations } = await ask('Do bees see ultraviolet light?', { platform });
    expect(text).toContain('before \\[7\\] and later \\[1\\]');
    expect(citations).toHaveLength(1);
  });
});

describe('the offline assistant and skills', () => {
  it('runs the skill whose examples fit, with input from the message', async () => {
    const platform = fakePlatform({ 'pdf/screenshot': () => ({ fileId: 'img-1', width: 800 }) });
    const { calls, text } = await ask('make a screenshot of page 5 as a picture please', { platform });
    expect(calls.at(-1)).toEqual({ name: 'pdf/screenshot', input: { fileId: 'file-report', page: 5 } });
    expect(text).toContain('“Page as image” answers:');
  });

  it('says what is missing to run a skill', async () => {
    const { text, calls } = await ask('make a screenshot of page 5', { file: false, skills: [EXTRACT, SCREENSHOT] });
    expect(text).toContain('I need more: a file');
    expect(calls).toEqual([]);
  });

  it('answers questions about Mateship from its manual, with file and heading', async () => {
    const { citations, text } = await ask('How do I back up the server?', { file: false });
    expect(text).toContain('docs/guides/operate.md');
    expect(citations[0]).toEqual({ n: 1, fileId: null, fileName: 'docs/guides/operate.md', page: null, heading: 'Backups', quote: expect.stringContaining('mateship backup') });
  });

  it.each([
    ['how do I invite a colleague?', INVITE],
    ['How do I connect a language model?', CONNECT],
    ['How do I restore the server?', BACKUP],
  ])('begins its answer to "%s" without blank lines and cites the section', async (question, section) => {
    const { text, citations } = await ask(question, { file: false, platform: manual(section) });
    expect(text).toMatch(/^docs\/guides\/run-it\.md says under/);
    expect(citations).toMatchObject([{ fileName: section.file, heading: section.heading }]);
  });

  it('says when neither the manual nor the file knows', async () => {
    const platform = manual();
    expect((await ask('How do I bake bread?', { file: false, platform })).text).toMatch(/^I cannot answer that: .*documentation of Mateship.*not a language model/);
    const beside = await ask('How do I bake bread?', { platform });
    expect(beside.text).toMatch(/^I did not find that in report\.pdf\.[^\n]*$/);
    expect(beside.citations).toEqual([]);
  });

  it('says that the file does not say it before it quotes the manual', async () => {
    const { text, citations } = await ask('How do I invite a colleague to this server?', { platform: manual(INVITE) });
    expect(text).toMatch(/^I did not find that in report\.pdf\..*\n\ndocs\/guides\/run-it\.md says under “How do I invite a person\?” \[1\]:/);
    expect(citations).toMatchObject([{ n: 1, fileId: null }]);
  });

  it('asks the file first, even about things that this platform has too', async () => {
    const { citations, calls } = await ask('What does the warranty cover?');
    expect(citations[0]).toMatchObject({ fileId: 'file-report', page: 4 });
    expect(calls.map(({ name }) => name)).toEqual(['pdf/extract']);
  });

  it.each(['it does not work', 'and what about the other thing?', '???'])('does not guess what "%s" means', async (message) => {
    const { text, citations } = await ask(message, { file: false, platform: manual() });
    expect(text).toMatch(/^I cannot answer that.*not a language model/);
    expect(citations).toEqual([]);
  });

  it('says that a destructive skill needs approval', async () => {
    const { text, calls } = await ask('delete all my files', { file: false });
    expect(text).toMatch(/needs the approval/);
    expect(calls).toEqual([]);
  });

  it('looks up how to do something here, and says so when the manual does not know', async () => {
    expect((await ask('How can I run the backup?', { file: false })).citations).toHaveLength(1);
    const other = await ask('How do I bake bread?', { file: false });
    expect(other.calls).toEqual([{ name: 'support/search', input: { query: 'How do I bake bread?' } }]);
    expect(other.text).toMatch(/I cannot answer that.*not a language model/);
  });

  it('says what went wrong with a skill', async () => {
    const platform = fakePlatform({ 'support/search': () => { throw new DomainError('APP_UNAVAILABLE'); } });
    expect((await ask('How do I back up the server?', { file: false, platform })).text).toContain('not available right now');
  });
});

describe('the offline assistant by itself', () => {
  it.each([
    ['Hello', /offline assistant/],
    ['who are you?', /not a language model/],
    ['Are you ChatGPT?', /not a language model/],
    ['Was kannst du?', /kein Sprachmodell/],
    ['What is the capital of France?', /I cannot answer that.*not a language model/],
    ['Write me a poem about the sea', /not a language model/],
    ['asdf qwer', /not a language model/],
  ])('answers "%s" honestly', async (message, answer) => {
    const { text, calls } = await ask(message, { file: false });
    expect(text).toMatch(answer);
    expect(calls).toEqual([]);
  });

  it('thanks back without reading the file again', async () => {
    const earlier: AiMessage[] = [{ role: 'user', content: 'x', attachments: [REPORT_FILE] }];
    const { text, calls } = await ask('Thank you!', { file: false, earlier });
    expect(text).toBe('You are welcome.');
    expect(calls).toEqual([]);
  });

  it('reports its usage under its own name', async () => {
    const { events } = await ask('Hello', { file: false });
    expect(eventsNamed(events, 'usage')[0]).toMatchObject({ model: 'offline/assistant', provider: 'offline' });
  });
});
