import { setTimeout as sleep } from 'node:timers/promises';
import type { PdfEngine } from '../src/engine/pdf-engine.js';
import { calm, failureOf, newEngine, sourceOf } from './fixtures/engine.js';
import * as hostile from './fixtures/hostile-pdfs.js';
import { onePagePdf, textContent } from './fixtures/raw-pdf.js';
import { realWorldPdf } from '@mateship/dev-env/documents';

const MIB = 1024 * 1024;
let engine: PdfEngine;
beforeEach(() => {
  engine = newEngine({ stall: 4_000 });
});
afterEach(async () => {
  const answer = await engine.extract(sourceOf(onePagePdf({ content: textContent(['Still here']) })), null, calm);
  await engine.close();
  expect(answer.pages[0]?.text).toBe('Still here');
});

const extract = (file: Buffer) => engine.extract(sourceOf(file), null, calm);
const codeOf = async (promise: Promise<unknown>): Promise<string> => (await failureOf(promise)).code;

describe('a file that cannot be read', () => {
  it('says that it is encrypted, with either cipher', async () => {
    for (const pdfVersion of ['1.3', '1.7', '1.7ext3']) {
      expect(await codeOf(extract(await realWorldPdf({ pdfVersion, userPassword: 'secret' })))).toBe('PDF_ENCRYPTED');
    }
  });

  it('is read when only changing it needs a password', async () => {
    expect((await extract(await realWorldPdf({ ownerPassword: 'secret' }))).pageCount).toBe(30);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('Dear reader, this is no PDF at all.')],
    ['only a header', Buffer.from('%PDF-1.7\n')],
    ['zeros', Buffer.alloc(5_000)],
    ['a page tree that contains itself', hostile.loopedPageTree()],
    ['a million nested arrays', hostile.deepNesting()],
  ])('is invalid when it is %s', async (_name, file) => {
    expect(await codeOf(extract(file))).toBe('PDF_INVALID');
  });

  it('is invalid or repaired, but never an internal error, when it is cut off anywhere', async () => {
    const report = await realWorldPdf();
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const outcome = await extract(report.subarray(0, Math.floor(report.length * share))).then(() => 'repaired', (error: { code: string }) => error.code);
      expect(['repaired', 'PDF_INVALID']).toContain(outcome);
    }
  });

  it('is invalid or repaired, but never an internal error, when bytes are changed', async () => {
    const report = await realWorldPdf();
    for (let round = 1; round <= 10; round += 1) {
      const broken = Buffer.from(report);
      for (let index = 0; index < 200; index += 1) broken[(index * 7919 * round + round) % broken.length] = (index * 31 + round) % 256;
      const outcome = await extract(broken).then(() => 'repaired', (error: { code: string }) => error.code);
      expect(['repaired', 'PDF_INVALID', 'PDF_ENCRYPTED']).toContain(outcome);
    }
  });
});

describe('a bomb', () => {
  it.each([
    ['3 MB of content that unpack to 3 GB', hostile.flateBomb],
    ['10 KB that unpack twice', hostile.nestedFlateBomb],
  ])('of %s ends by its memory, which is given back', async (_name, make) => {
    await engine.close();
    engine = newEngine({ stall: 40_000 });
    await extract(onePagePdf({}));
    const before = process.memoryUsage.rss();
    let peak = before;
    const meter = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
    const failure = await failureOf(extract(make()));
    clearInterval(meter);
    expect(failure).toEqual({ code: 'PDF_LIMIT', details: { reason: 'memory' } });
    await sleep(300);
    expect(peak - before).toBeLessThan(500 * MIB);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * MIB);
  }, 60_000);

  it('of drawings that paint each other ends by its time', async () => {
    expect(await failureOf(extract(hostile.nestedDrawings()))).toEqual({ code: 'PDF_LIMIT', details: { reason: 'time' } });
  });

  it('of a hundred thousand pages is refused before any is read', async () => {
    expect(await failureOf(extract(hostile.hundredThousandPages()))).toEqual({ code: 'PDF_LIMIT', details: { pageCount: 100_000, limit: 5_000 } });
  });

  it('of text ends at the limit of an answer', async () => {
    await engine.close();
    engine = newEngine({ text: 10_000 });
    expect((await failureOf(extract(await realWorldPdf()))).code).toBe('PDF_LIMIT');
  });

  it('of pixels ends before it is drawn', async () => {
    expect((await failureOf(engine.screenshot(sourceOf(hostile.ribbonPage()), 1, 1000, calm))).code).toBe('PDF_LIMIT');
  });

  it('in a picture of 60,000 by 60,000 pixels leaves the picture out', async () => {
    expect(await engine.screenshot(sourceOf(hostile.imageBomb()), 1, 500, calm)).toMatchObject({ width: 500, height: 708 });
  });
});

describe('a trick', () => {
  it('with a cross-reference table that names itself ends', async () => {
    expect((await extract(hostile.loopedXref())).pages[0]?.text).toBe('Inside the loop');
  });

  it('with a drawing that paints itself ends', async () => {
    expect((await extract(hostile.selfDrawing())).pageCount).toBe(1);
    expect(await engine.screenshot(sourceOf(hostile.selfDrawing()), 1, 200, calm)).toMatchObject({ width: 200 });
  });

  it('with a page as large as a country is drawn at the width that was asked for', async () => {
    expect(await engine.screenshot(sourceOf(hostile.vastPage()), 1, 200, calm)).toMatchObject({ width: 200, height: 200 });
  });

  it('with a program in a font gives its text and runs nothing', async () => {
    const file = hostile.fontWithProgram('pdfProgramRan');
    expect((await extract(file)).pages[0]?.text).toContain('Plain text');
    expect(await engine.screenshot(sourceOf(file), 1, 200, calm)).toMatchObject({ width: 200 });
  });
});
