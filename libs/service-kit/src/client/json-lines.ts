import type { Readable } from 'node:stream';
import type { z } from 'zod';

const MAX_LINE = 64 * 1024;

/**
 * Reads JSON lines as they arrive, whatever the chunk borders. Empty lines, which keep a quiet stream alive, are left
 * out. The body is given up when the loop over it ends early.
 * @param schema what every line must look like.
 * @throws Error for a line of more than 64 Ki characters or one that does not fit; what the body fails with.
 */
export async function* readJsonLines<T>(body: Readable, schema: z.ZodType<T>): AsyncGenerator<T> {
  let rest = '';
  for await (const chunk of body.setEncoding('utf8')) {
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new Error('a line is too long');
    for (const line of lines) if (line.trim() !== '') yield schema.parse(JSON.parse(line));
  }
}
