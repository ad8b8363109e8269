import type { Readable } from 'node:stream';

/** One server-sent event as it stands on the wire. */
export interface ServerSentEvent {
  event: string;
  data: string;
}

const MAX_EVENT_CHARACTERS = 8 * 1024 * 1024;

/** Reads server-sent events from bytes, whatever the chunk borders. Comments are dropped. */
export async function* readServerSentEvents(body: Readable): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk as Buffer, { stream: true });
    if (rest.length > MAX_EVENT_CHARACTERS) throw new Error('an event is too large');
    let end: number;
    while ((end = rest.indexOf('\n\n')) >= 0) {
      const event = parseBlock(rest.slice(0, end));
      rest = rest.slice(end + 2);
      if (event) yield event;
    }
  }
}

function parseBlock(block: string): ServerSentEvent | null {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return data.length > 0 ? { event, data: data.join('\n') } : null;
}

/** Writes one event. The data is JSON on one line, so no text can break out of its event. */
export function formatServerSentEvent(id: number | null, event: string | null, data: unknown): string {
  return `${id === null ? '' : `id: ${id}\n`}${event === null ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
}
