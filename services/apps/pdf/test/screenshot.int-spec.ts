import zlib from 'node:zlib';
import type { PdfEngine } from '../src/engine/pdf-engine.js';
import { calm, failureOf, newEngine, sourceOf } from './fixtures/engine.js';
import { decodePng } from '@mateship/dev-env/documents';
import { onePagePdf, textContent } from './fixtures/raw-pdf.js';
import { realWorldPdf } from '@mateship/dev-env/documents';

let engine: PdfEngine;
beforeAll(() => {
  engine = newEngine();
});
afterAll(() => engine.close());

describe('a picture of a page', () => {
  it('is a PNG of the width that was asked for and the height of the page', async () => {
    const { png, width, height } = await engine.screenshot(sourceOf(await realWorldPdf()), 17, 800, calm);
    const picture = decodePng(Buffer.from(png));
    expect([width, height]).toEqual([800, 1131]);
    expect([picture.width, picture.height]).toEqual([800, 1131]);
  });

  it('shows the text in black on white', async () => {
    const { png } = await engine.screenshot(sourceOf(await realWorldPdf()), 17, 800, calm);
    const { pixels } = decodePng(Buffer.from(png));
    const share = (test: (value: number) => boolean): number => pixels.filter(test).length / pixels.length;
    expect(share((value) => value < 64)).toBeGreaterThan(0.01);
    expect(share((value) => value === 255)).toBeGreaterThan(0.7);
  });

  it('shows pictures of the document in colour', async () => {
    const { png } = await engine.screenshot(sourceOf(await realWorldPdf()), 11, 400, calm);
    const { pixels, channels } = decodePng(Buffer.from(png));
    let coloured = 0;
    for (let at = 0; at < pixels.length; at += channels) if (Math.abs(pixels[at]! - pixels[at + 1]!) > 60) coloured += 1;
    expect(coloured).toBeGreaterThan(1_000);
  });

  it('shows the standard fonts, which the file does not bring along', async () => {
    const page = onePagePdf({ content: textContent(Array.from({ length: 20 }, () => 'Helvetica is not embedded'), 24) });
    const { pixels } = decodePng(Buffer.from((await engine.screenshot(sourceOf(page), 1, 300, calm)).png));
    expect(pixels.filter((value) => value < 128).length).toBeGreaterThan(3_000);
  });

  it('shows a page scanned at 400 dpi', async () => {
    const [width, height] = [3304, 4677];
    const scan = { dictionary: `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode >>`, stream: zlib.deflateSync(Buffer.alloc((width / 8) * height)) };
    const page = onePagePdf({ content: Buffer.from('q 595 0 0 842 0 0 cm /X1 Do Q'), resources: '/XObject << /X1 6 0 R >>', more: [scan] });
    const { pixels, channels } = decodePng(Buffer.from((await engine.screenshot(sourceOf(page), 1, 1000, calm)).png));
    expect(pixels.slice(0, 3).every((value) => value < 16)).toBe(true);
    expect(channels).toBeGreaterThan(2);
  });

  it('of a page that is not there is out of range', async () => {
    expect((await failureOf(engine.screenshot(sourceOf(onePagePdf({})), 2, 300, calm))).code).toBe('PAGE_OUT_OF_RANGE');
  });
});
