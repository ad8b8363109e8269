const HEADER_BYTES = 8;
const MAX_LINE_LENGTH = 4096;

/**
 * Reads what the Engine gives for the logs of a container without a terminal: frames of a stream number, three zero
 * bytes, a length and the text (API 1.41, "Stream format" of attach). Lines are cut at 4,096 characters.
 */
export function readLogLines(bytes: Buffer, most: number): string[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length));
    at += HEADER_BYTES + length;
  }
  const lines = Buffer.concat(parts).toString('utf8').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.slice(-most).map((line) => line.slice(0, MAX_LINE_LENGTH));
}
