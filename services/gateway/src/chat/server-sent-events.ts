import { StringDecoder } from 'node:string_decoder';

/** One server-sent event as it stands on the wire. */
export interface ServerSentEvent {
  event: string;
  data: string;
}

const MAX_EVENT_CHARACTERS = 8 * 1024 * 1024;

/** Cuts server-sent events out of bytes, whatever the chunk borders. Comments are dropped. */
export class ServerSentEventParser {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  /** The events that are whole with this chunk. */
  push(chunk: Buffer): ServerSentEvent[] {
    const text = this.rest + this.decoder.write(chunk);
    const events: ServerSentEvent[] = [];
    let from = 0;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n', from)) {
      const event = parseBlock(text.slice(from, end));
      if (event) events.push(event);
      from = end + 2;
    }
    this.rest = text.slice(from);
    if (this.rest.length > MAX_EVENT_CHARACTERS) throw new Error('an event is too large');
    return events;
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
