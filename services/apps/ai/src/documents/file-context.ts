import type { SourceList } from '../citations/source-list.js';
import type { ReadFiles } from '../models/model-provider.js';
import type { Document } from '../retrieval/document.js';
import { PassageIndex } from '../retrieval/passage-index.js';
import { passagesOf } from '../retrieval/passages.js';
import { clip } from '../retrieval/sentences.js';

const WHOLE_UP_TO = 8000;
const PASSAGES = 12;
const OPENING = 3000;

/** What a person asks now and what they asked before: a follow-up question may only make sense with both. */
export interface Asked {
  question: string;
  before: string | null;
}

/** What a language model gets to know of the attached files: short ones whole, of long ones the passages that fit the question. */
export function fileContext(files: ReadFiles, asked: Asked, sources: SourceList): string {
  if (files.attachments.length === 0) return '';
  const names = files.attachments.map(({ id, name }) => {
    const document = files.documents.find(({ fileId }) => fileId === id);
    const failure = files.failures.find(({ fileName }) => fileName === name);
    const state = document?.pageCount ? `, ${document.pageCount} pages` : failure ? `, not readable: ${failure.message}` : '';
    return `- ${name} (file id ${id}${state})`;
  });
  const short = files.documents.filter((document) => size(document) <= WHOLE_UP_TO);
  const long = files.documents.filter((document) => size(document) > WHOLE_UP_TO);
  const shown = [...short.flatMap((document) => whole(document, sources)), ...excerpts(long, asked, sources)];
  const sections = [['Attached files:', ...names].join('\n')];
  if (shown.length > 0) sections.push(['What they say:', ...shown].join('\n'));
  if (long.length > 0) sections.push('These are excerpts. Read further pages with a tool when they do not answer the question.');
  return sections.join('\n\n');
}

function excerpts(documents: Document[], asked: Asked, sources: SourceList): string[] {
  const passages = documents.flatMap(passagesOf);
  const hits = new PassageIndex(passages).find(asked.question, PASSAGES, asked.before);
  if (hits.length > 0) {
    return hits.map(({ passage }) => {
      const about = [passage.heading, passage.columns].filter(Boolean).join(' — ');
      return `[${sources.number(passage)}] ${passage.fileName}${passage.page === null ? '' : `, page ${passage.page}`}${about ? ` (${about})` : ''}: ${passage.text}`;
    });
  }
  return documents.flatMap(({ fileId, fileName, pages }) =>
    pages.slice(0, 2).map(({ page, text }) => `[${sources.number({ fileId, fileName, page, heading: null, text })}] ${fileName}${page === null ? '' : `, page ${page}`}: ${clip(text, OPENING)}`),
  );
}

function whole({ fileId, fileName, pages }: Document, sources: SourceList): string[] {
  return pages
    .filter(({ text }) => text.trim())
    .map(({ page, text }) => `[${sources.number({ fileId, fileName, page, heading: null, text })}] ${fileName}${page === null ? '' : `, page ${page}`}:\n${text}`);
}

function size(document: Document): number {
  return document.pages.reduce((sum, { text }) => sum + text.length, 0);
}
