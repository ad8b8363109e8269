/** A file, or a folder when it has no content. */
export interface TarEntry {
  /** Relative path of at most 100 bytes; ends with a slash for a folder. */
  name: string;
  mode: number;
  /** The owner is root; this group may read what the mode gives to groups. */
  group: number;
  content?: Buffer;
}

const BLOCK = 512;

/** Writes entries as a POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange Format"). */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => [header(entry), padded(entry.content ?? Buffer.alloc(0))]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header({ name, mode, group, content }: TarEntry): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError('a name in an archive has at most 100 bytes');
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, digits: number): void => void block.write(value.toString(8).padStart(digits, '0'), offset, 'latin1');
  block.write(name, 0, 'utf8');
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(group, 116, 7);
  octal(content?.length ?? 0, 124, 11);
  octal(Math.floor(Date.now() / 1000), 136, 11);
  block.write(content ? '0' : '5', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  // The sum is taken with blanks in its own place.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return block;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}
