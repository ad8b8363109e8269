import type { FILE_TYPES } from '@mateship/contracts';

export type FileType = (typeof FILE_TYPES)[number];

const SIGNATURES: { type: FileType; bytes: Buffer }[] = [
  { type: 'application/pdf', bytes: Buffer.from('%PDF-') },
  { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
];
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** How many first bytes {@link detectFileType} wants to see. */
export const SNIFF_BYTES = 4096;

/** What a file is by its first bytes; null when it is none of the accepted types. The name is not asked. */
export function detectFileType(head: Buffer): FileType | null {
  const start = head.subarray(0, 3).equals(BOM) ? head.subarray(3) : head;
  const known = SIGNATURES.find(({ bytes }) => start.subarray(0, bytes.length).equals(bytes));
  if (known) return known.type;
  return isText(head) ? 'text/plain' : null;
}

function isText(head: Buffer): boolean {
  if (head.length === 0 || head.includes(0)) return false;
  if (/^\s*<(!doctype|html|svg|\?xml)/i.test(head.toString('latin1'))) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
