import { Readable } from 'node:stream';
import type { PdfEngine } from '../src/engine/pdf-engine.js';
import type { Extraction } from '../src/engine/protocol.js';
import { calm, failureOf, newEngine, sourceOf } from './fixtures/engine.js';
import { onePagePdf, textContent } from './fixtures/raw-pdf.js';
import { FACTS, PAGE_COUNT, realWorldPdf } from '@mateship/dev-env/documents';

let engine: PdfEngine;
let report: Buffer;
let all: Extraction;

beforeAll(async () => {
  engine = newEngine();
  report = await realWorldPdf();
  all = await engine.extract(sourceOf(report), null, calm);
});
afterAll(() => engine.close());

const page = (number: number): string => all.pages[number - 1]?.text ?? '';
const flat = (text: string): string => text.replaceAll('\n', ' ');

describe('a report of 30 pages', () => {
  it('comes as one text per page', () => {
    expect(all.pageCount).toBe(PAGE_COUNT);
    expect(all.pages.map((one) => one.page)).toEqual(Array.from({ length: PAGE_COUNT }, (_, index) => index + 1));
  });

  it('has each fact on the page where it is printed, and nowhere else', () => {
    for (const fact of [FACTS.sentence, FACTS.leftColumn, FACTS.rightColumn, FACTS.ligatures]) {
      expect(all.pages.filter((one) => flat(one.text).includes(fact.text)).map((one) => one.page)).toEqual([fact.page]);
    }
  });

  it('keeps table rows on lines of their own', () => {
    const lines = page(FACTS.tableRow.page).split('\n');
    expect(lines).toContain('District | Customers | Outages | Growth');
    expect(lines).toContain(FACTS.tableRow.cells.join(' | '));
  });

  it('keeps headings on lines of their own', () => {
    expect(page(3).split('\n')).toContain('1. Overview');
  });

  it('reads the left column before the right one', () => {
    const text = flat(page(FACTS.leftColumn.page));
    expect(text.indexOf(FACTS.leftColumn.text)).toBeLessThan(text.indexOf(FACTS.rightColumn.text));
    expect(text).not.toContain(' | ');
  });

  it('keeps umlauts, in composed form', () => {
    expect(page(1)).toContain('Übersicht für Bürgerinnen und Bürger');
    expect(all.pages.every((one) => one.text === one.text.normalize('NFC'))).toBe(true);
  });

  it('shortens the dots of the contents', () => {
    expect(page(2)).toMatch(/^4\. Public transport … ?18$/m);
  });

  it('says what the file says about itself', () => {
    expect(all.metadata).toMatchObject({ title: 'Stadtwerke Birkenau: Annual Report 2025', author: 'Jörg Müßig', subject: null, createdAt: '1970-01-01T00:00:00.000Z' });
  });

  it('gives the bookmarks with their pages', () => {
    expect(all.outline).toContainEqual({ title: '4. Public transport', page: 18, level: 1 });
    expect(all.outline).toHaveLength(6);
  });
});

describe('page ranges', () => {
  it('give only those pages, in order and each once', async () => {
    const some = await engine.extract(sourceOf(report), [{ from: 17, to: 18 }, { from: 2, to: 2 }, { from: 18, to: 18 }], calm);
    expect(some.pages.map((one) => one.page)).toEqual([2, 17, 18]);
    expect(some.pageCount).toBe(PAGE_COUNT);
  });

  it('beyond the end are out of range', async () => {
    expect(await failureOf(engine.extract(sourceOf(report), [{ from: 29, to: 31 }], calm))).toEqual({ code: 'PAGE_OUT_OF_RANGE', details: { page: 31, pageCount: 30 } });
  });
});

describe('the worker', () => {
  it('reads a file once for several questions, but asks for access each time', async () => {
    const source = sourceOf(report);
    let bodies = 0;
    const { open } = source;
    source.open = async () => {
      const file = await open();
      function* content(): Generator<Buffer> {
        bodies += 1;
        yield report;
      }
      return { ...file, body: Readable.from(content()) };
    };
    await engine.extract(source, [{ from: 1, to: 1 }], calm);
    const again = await engine.extract(source, [{ from: 17, to: 17 }], calm);
    expect(again.pages[0]?.text).toContain(FACTS.sentence.text);
    expect(source.opened).toBe(2);
    expect(bodies).toBe(1);
  });

  it('gives no text to a caller who may not open the file any more', async () => {
    const source = sourceOf(report);
    await engine.extract(source, [{ from: 1, to: 1 }], calm);
    source.open = () => Promise.reject(new Error('refused'));
    await expect(engine.extract(source, [{ from: 1, to: 1 }], calm)).rejects.toThrow('refused');
  });

  it('answers questions that come at once, each with its own document', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => engine.extract(sourceOf(onePagePdf({ content: textContent([`Document ${index}`]) })), null, calm)));
    expect(answers.map((answer) => answer.pages[0]?.text)).toEqual(Array.from({ length: 6 }, (_, index) => `Document ${index}`));
  });

  it('is stopped after some idle time and started again for the next question', async () => {
    const short = newEngine({ idle: 100 });
    const small = onePagePdf({ content: textContent(['Once more']) });
    await short.extract(sourceOf(small), null, calm);
    expect(short.warm).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(short.warm).toBe(false);
    expect((await short.extract(sourceOf(small), null, calm)).pages[0]?.text).toBe('Once more');
    await short.close();
  });

  it('stops work when the caller is gone', async () => {
    const started = performance.now();
    const caller = new AbortController();
    const answer = engine.extract(sourceOf(report), null, caller.signal);
    setTimeout(() => caller.abort(new Error('gone')), 10);
    await expect(answer).rejects.toThrow('gone');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
