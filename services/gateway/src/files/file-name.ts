const MAX_BYTES = 255;
// Control characters, and the marks that make a name read differently from what it is.
// eslint-disable-next-line no-control-regex -- naming control characters is the point
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]/g;

/** A name fit to be shown: its last path segment without control or direction marks, at most 255 bytes. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  let clean = last.replace(UNSAFE, '').normalize('NFC').trim();
  while (Buffer.byteLength(clean) > MAX_BYTES) clean = clean.slice(0, -1);
  return clean.isWellFormed() && clean !== '' && clean !== '.' && clean !== '..' ? clean : 'file';
}
