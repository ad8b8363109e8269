import { z } from 'zod';

/** Text of a file as retrieval sees it; `page` is null for files without pages. */
export interface Document {
  fileId: string | null;
  fileName: string;
  pageCount: number | null;
  outline: OutlineEntry[];
  pages: { page: number | null; text: string }[];
}

export interface OutlineEntry {
  title: string;
  page: number | null;
  level: number;
}

/** A stretch of a document small enough to be quoted: part of a paragraph, a list item or one table row. */
export interface Passage {
  fileId: string | null;
  fileName: string;
  page: number | null;
  heading: string | null;
  text: string;
  /** The header row of the table that the row belongs to. */
  columns: string | null;
}

const OutlineNode = z.looseObject({ title: z.string(), page: z.int().nullish(), level: z.int().optional() });

/** The part of pdf/extract's output that is read here. */
const ExtractOutput = z.looseObject({
  fileId: z.string(),
  fileName: z.string(),
  pageCount: z.int(),
  outline: z.array(z.unknown()).default([]),
  pages: z.array(z.looseObject({ page: z.int(), text: z.string() })),
});

/** The part of support/search's output that is read here. */
const SearchOutput = z.looseObject({
  results: z.array(z.looseObject({ file: z.string(), heading: z.string().nullish(), text: z.string() })),
});

/** Reads a skill's output as a paged document, or null when it is something else. */
export function readDocument(output: unknown): Document | null {
  const parsed = ExtractOutput.safeParse(output);
  if (!parsed.success) return null;
  const { fileId, fileName, pageCount, pages, outline } = parsed.data;
  return { fileId, fileName, pageCount, pages: pages.map(({ page, text }) => ({ page, text })), outline: flatten(outline, 1) };
}

/** Reads a skill's output as a list of found passages, or null when it is something else. */
export function readFindings(output: unknown): Passage[] | null {
  const parsed = SearchOutput.safeParse(output);
  if (!parsed.success) return null;
  return parsed.data.results.map(({ file, heading, text }) => ({
    fileId: null,
    fileName: file,
    page: null,
    heading: heading ?? null,
    text,
    columns: null,
  }));
}

function flatten(nodes: unknown[], depth: number): OutlineEntry[] {
  return nodes.flatMap((node) => {
    const parsed = OutlineNode.safeParse(node);
    if (!parsed.success || depth > 8) return [];
    const { title, page, level, items, children } = parsed.data;
    const inner = Array.isArray(items) ? items : Array.isArray(children) ? children : [];
    return [{ title, page: page ?? null, level: level ?? depth }, ...flatten(inner, depth + 1)];
  });
}
