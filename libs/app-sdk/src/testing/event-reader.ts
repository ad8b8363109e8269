import type { Readable } from 'node:stream';

/** One server-sent event with its JSON data read. */
export interface StreamEvent {
  event: string;
  data: unknown;
}

/** Reads an event-stream body. Leaving the loop early destroys the body, as a caller who leaves does. */
export async function* readEvents(body: Readable): AsyncGenerator<StreamEvent> {
  let rest = '';
  body.setEncoding('utf8');
  for await (const text of body) {
    const blocks = (rest + String(text)).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) yield parseBlock(block);
  }
}

function parseBlock(block: string): StreamEvent {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)));
  return { event: fields.event ?? '', data: JSON.parse(fields.data ?? 'null') as unknown };
}
