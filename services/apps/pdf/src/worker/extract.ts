import { DomainError } from '@mateship/contracts';
import type { Limits } from '../engine/limits.js';
import type { Extraction, PageRange } from '../engine/protocol.js';
import type { TextItem } from '../layout/fragment.js';
import { pageText } from '../layout/page-text.js';
import type { OpenDocument } from './open-documents.js';
import { readMetadata } from './metadata.js';
import { readOutline } from './outline.js';
import { checkPage } from './pages.js';
import type { PdfDocument } from './pdfjs.js';

async function readPage(document: PdfDocument, number: number): Promise<string> {
  const page = await document.getPage(number);
  try {
    const { items } = await page.getTextContent({ includeMarkedContent: false });
    return pageText(items as TextItem[], page.getViewport({ scale: 1 }).transform);
  } finally {
    page.cleanup();
  }
}

function numbers(ranges: readonly PageRange[], pageCount: number): number[] {
  const wanted = new Set<number>();
  for (const { from, to } of ranges) {
    checkPage(from, pageCount);
    checkPage(to, pageCount);
    for (let page = from; page <= to; page += 1) wanted.add(page);
  }
  return [...wanted].sort((a, b) => a - b);
}

/** Reads the pages asked for (all when null); `progress` is called after each. */
export async function extract({ document, texts }: OpenDocument, ranges: PageRange[] | null, limits: Limits, progress: () => void): Promise<Extraction> {
  const pageCount = document.numPages;
  const pages: Extraction['pages'] = [];
  let length = 0;
  for (const page of numbers(ranges ?? [{ from: 1, to: pageCount }], pageCount)) {
    const text = texts.get(page) ?? (await readPage(document, page));
    length += text.length;
    if (length > limits.text) throw new DomainError('PDF_LIMIT', { details: { characters: length, limit: limits.text } });
    texts.set(page, text);
    pages.push({ page, text });
    progress();
  }
  return { pageCount, metadata: await readMetadata(document), outline: await readOutline(document, limits.outline), pages };
}
