import { cleanText } from '../layout/clean.js';
import type { PdfMetadata } from '../engine/protocol.js';
import type { PdfDocument } from './pdfjs.js';

const MAX_LENGTH = 1_000;

function text(value: unknown): string | null {
  const clean = typeof value === 'string' ? cleanText(value).trim().slice(0, MAX_LENGTH) : '';
  return clean === '' ? null : clean;
}

/** A PDF date, `D:20240131235959+01'00'` with everything after the year optional (ISO 32000-1, 7.9.4), as ISO 8601. */
export function pdfDate(value: unknown): string | null {
  const match = typeof value === 'string' ? /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?/.exec(value.trim()) : null;
  if (!match) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', sign, zoneHour = '00', zoneMinute = '00'] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${sign ? `${sign}${zoneHour}:${zoneMinute}` : 'Z'}`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** What the file says about itself; nothing in it is to be trusted. */
export async function readMetadata(document: PdfDocument): Promise<PdfMetadata> {
  const { info, metadata } = await document.getMetadata();
  const values = info as Record<string, unknown>;
  return {
    title: text(values.Title) ?? text(metadata?.get('dc:title')),
    author: text(values.Author),
    subject: text(values.Subject),
    keywords: text(values.Keywords),
    creator: text(values.Creator),
    producer: text(values.Producer),
    createdAt: pdfDate(values.CreationDate),
    modifiedAt: pdfDate(values.ModDate),
  };
}
