import { cleanText } from '../layout/clean.js';
import { MAX_LEVEL } from '../engine/limits.js';
import type { OutlineEntry } from '../engine/protocol.js';
import type { PdfDocument } from './pdfjs.js';

type OutlineNode = Awaited<ReturnType<PdfDocument['getOutline']>>[number];

const MAX_TITLE = 300;

async function pageOf(document: PdfDocument, destination: OutlineNode['dest']): Promise<number | null> {
  try {
    const explicit = typeof destination === 'string' ? await document.getDestination(destination) : destination;
    const target: unknown = explicit?.[0];
    if (typeof target === 'number') return target < document.numPages ? target + 1 : null;
    if (typeof target === 'object' && target !== null) return (await document.getPageIndex(target as { num: number; gen: number })) + 1;
  } catch {
    // A bookmark that leads nowhere is still a title.
  }
  return null;
}

/** The bookmarks of a document in reading order, level 1 on top; at most `limit` of them. */
export async function readOutline(document: PdfDocument, limit: number): Promise<OutlineEntry[]> {
  const entries: OutlineEntry[] = [];
  const visit = async (nodes: readonly OutlineNode[], level: number): Promise<void> => {
    for (const node of nodes) {
      if (entries.length >= limit) return;
      entries.push({ title: cleanText(node.title).trim().slice(0, MAX_TITLE), page: await pageOf(document, node.dest), level });
      if (level < MAX_LEVEL) await visit(node.items as OutlineNode[], level + 1);
    }
  };
  await visit((await document.getOutline().catch(() => null)) ?? [], 1);
  return entries;
}
