const MAX_BYTES = 255;
// Control characters, line ends of any kind, and the marks that make a name read differently from what it is.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}/\\]/gu;

/** A name fit to be shown: its last path segment without control or direction marks, at most 255 bytes. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  let clean = last.replace(UNSAFE, '').normalize('NFC').trim();
  while (Buffer.byteLength(clean) > MAX_BYTES) clean = clean.slice(0, -1);
  return clean.isWellFormed() && clean !== '' && clean !== '.' && clean !== '..' ? clean : 'file';
}
