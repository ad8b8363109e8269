import type { Asked } from '../../documents/file-context.js';
import type { ReadFiles } from '../../models/model-provider.js';
import type { Document, Passage } from '../../retrieval/document.js';
import { passagesOf } from '../../retrieval/passages.js';
import { clip } from '../../retrieval/sentences.js';
import type { FileQuestion, PageRange } from './file-question.js';
import { pageAnswer } from './page-answer.js';
import type { Phrases } from './phrases.js';
import { escapeMarkdown, type Quoting } from './quoting.js';
import { searchAnswer, type SearchAnswer } from './search-answer.js';
import { outlineAnswer, summaryAnswer } from './overview-answer.js';

const MOST_FILES = 3;

/** An answer from files. When it is not sure, something else may be tried; `denial` then says that the files do not say it. */
export interface FileAnswer {
  text: string;
  fit: 'sure' | 'close' | 'none';
  denial: string;
}

/** Answers a question about the files of a conversation by quoting them. */
export function answerFromFiles(files: ReadFiles, asked: Asked, question: FileQuestion, phrases: Phrases, quoting: Quoting): FileAnswer {
  const documents = chosen(files, asked.question, question.kind === 'search');
  const unreadable = files.failures
    .filter(({ fileName }) => files.attachments.some(({ id, name }) => name === fileName && files.latest.includes(id)))
    .map(({ fileName, message }) => phrases.unreadable(escapeMarkdown(fileName), message));
  const empty = documents.filter(isEmpty).map(({ fileName }) => phrases.empty(escapeMarkdown(fileName)));
  const readable = documents.filter((document) => !isEmpty(document));
  const answer = readable.length > 0 ? read(readable, asked, question, phrases, quoting) : null;
  const unread = [...unreadable, ...empty];
  const denial = [...unread, ...(readable.length > 0 ? [phrases.notFound(names(readable))] : [])].join('\n\n');
  if (!answer) return { text: denial, fit: 'none', denial };
  return { text: [...unread, answer.text].join('\n\n'), fit: answer.sure ? 'sure' : 'close', denial };
}

function read(documents: Document[], asked: Asked, question: FileQuestion, phrases: Phrases, quoting: Quoting): SearchAnswer | null {
  if (question.kind === 'search') return search(documents, asked, question, phrases, quoting);
  return { text: overview(documents, question, phrases, quoting), sure: true };
}

function overview(documents: Document[], question: Exclude<FileQuestion, { kind: 'search' }>, phrases: Phrases, quoting: Quoting): string {
  switch (question.kind) {
    case 'page-count':
      return documents.map(({ fileName, pageCount }) => (pageCount === null ? phrases.noPages(escapeMarkdown(fileName)) : phrases.pageCount(escapeMarkdown(fileName), pageCount))).join('\n');
    case 'outline':
      return documents.map((document) => outlineAnswer(document, phrases)).join('\n\n');
    case 'summary':
      return documents.map((document) => summaryAnswer(document, passages(document, question.pages), phrases, quoting)).join('\n\n');
    case 'page':
      return documents.map((document) => pageAnswer(document, pagesIn(document, question.pages), phrases, quoting)).join('\n\n');
  }
}

/** When nothing on the named page fits, the page itself is shown. */
function search(documents: Document[], { before }: Asked, { pages, words }: Extract<FileQuestion, { kind: 'search' }>, phrases: Phrases, quoting: Quoting): SearchAnswer | null {
  const answer = searchAnswer(documents.flatMap((document) => passages(document, pages)), { question: words, before }, phrases, quoting);
  if (answer !== null || pages === null) return answer;
  return { text: documents.map((document) => pageAnswer(document, pagesIn(document, pages), phrases, quoting)).join('\n\n'), sure: true };
}

/** A file that is named; else all of them for a search, and the newest ones for anything else. */
function chosen({ documents, latest }: ReadFiles, question: string, search: boolean): Document[] {
  const text = question.toLowerCase();
  const named = documents.filter(({ fileName }) => text.includes(fileName.toLowerCase()) || text.includes(fileName.toLowerCase().replace(/\.\w+$/, ' ')));
  if (named.length > 0) return named;
  const newest = documents.filter(({ fileId }) => fileId !== null && latest.includes(fileId));
  return search || newest.length === 0 ? documents : newest.slice(0, MOST_FILES);
}

function passages(document: Document, range: PageRange | null): Passage[] {
  const all = passagesOf(document);
  if (!range || document.pageCount === null) return all;
  const { from, to } = pagesIn(document, range);
  const within = all.filter(({ page }) => page !== null && page >= from && page <= to);
  return within.length > 0 ? within : all;
}

function pagesIn({ pageCount }: Document, { from, to }: PageRange): { from: number; to: number } {
  const last = pageCount ?? 1;
  return { from: from === 'last' ? last : from, to: to === 'last' ? last : to };
}

function isEmpty(document: Document): boolean {
  return document.pages.every(({ text }) => !text.trim());
}

function names(documents: readonly Document[]): string {
  return clip(documents.map(({ fileName }) => escapeMarkdown(fileName)).join(', '), 200);
}
