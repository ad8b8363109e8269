import type { ToolResult } from '../models/model-provider.js';
import { readDocument, readFindings, type Document } from '../retrieval/document.js';
import { clip } from '../retrieval/sentences.js';
import type { SourceList } from '../citations/source-list.js';

/** Most characters of one tool result that a model gets to read: about 6,000 tokens. */
export const MAX_SHOWN = 24_000;

/** A tool result as a model reads it: passages carry the numbers under which they may be cited. */
export function showResult(result: ToolResult, sources: SourceList): string {
  if (!result.ok) return `Error ${result.code}: ${result.message}`;
  const document = readDocument(result.output);
  if (document) return showDocument(document, sources);
  const findings = readFindings(result.output);
  if (findings) {
    if (findings.length === 0) return 'Nothing was found.';
    const shown = findings.map((passage) => `[${sources.number(passage)}] ${[passage.fileName, passage.heading].filter(Boolean).join(' › ')}\n${clip(passage.text, 2000)}`);
    return clip(shown.join('\n\n'), MAX_SHOWN);
  }
  return clip(JSON.stringify(result.output) ?? 'Done.', MAX_SHOWN);
}

/** One line about a result for the person who watches. */
export function summarise(result: ToolResult): string {
  if (!result.ok) return clip(result.message, 300);
  const document = readDocument(result.output);
  if (document) {
    const { fileName, pages, pageCount } = document;
    return pages.length === pageCount ? `${fileName}: ${count(pages.length, 'page')}` : `${fileName}: ${pages.length} of ${count(pageCount ?? 0, 'page')}`;
  }
  const findings = readFindings(result.output);
  return findings ? `${count(findings.length, 'passage')} found` : 'Done';
}

function showDocument({ fileName, fileId, pageCount, pages }: Document, sources: SourceList): string {
  const parts = [`${fileName} (file id ${fileId}), ${count(pageCount ?? pages.length, 'page')}.`];
  let room = MAX_SHOWN;
  for (const [index, { page, text }] of pages.entries()) {
    const shown = clip(text, Math.min(room, MAX_SHOWN / 2));
    parts.push(`[${sources.number({ fileId, fileName, page, heading: null, text })}] page ${page}:\n${shown}`);
    room -= shown.length;
    const left = pages.slice(index + 1);
    if (room < 500 && left.length > 0) {
      parts.push(`Pages ${left[0]?.page} to ${left.at(-1)?.page} are left out here. Ask for them by their numbers.`);
      break;
    }
  }
  return parts.join('\n\n');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
