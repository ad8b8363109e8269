/** One server-sent event. `id` is the last id seen on the stream, '' when there was none. */
export interface ServerSentEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Reads a text/event-stream body as the WHATWG HTML standard, § 9.2.6, parses it: any line ending, in chunks cut
 * anywhere, comments skipped, an event without its closing blank line dropped. Leaving the loop cancels the body.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent, void, undefined> {
  const fields = new EventFields();
  for await (const line of readLines(body)) {
    const event = fields.take(line);
    if (event) yield event;
  }
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let finished = false;
  try {
    while (!finished) {
      const chunk = await reader.read();
      finished = chunk.done;
      rest += chunk.done ? decoder.decode() : decoder.decode(chunk.value, { stream: true });
      const lines = splitLines(rest);
      rest = lines.rest;
      yield* lines.complete;
    }
  } finally {
    if (!finished) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** A CR at the very end may be half of a CRLF, so its line waits for the next chunk. */
function splitLines(text: string): { complete: string[]; rest: string } {
  const held = text.endsWith('\r') ? 1 : 0;
  const lines = text.slice(0, text.length - held).split(/\r\n|\r|\n/);
  const rest = (lines.pop() ?? '') + text.slice(text.length - held);
  return { complete: lines, rest };
}

class EventFields {
  private id = '';
  private event = '';
  private data: string[] = [];

  take(line: string): ServerSentEvent | null {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.event = value;
    else if (name === 'id' && !value.includes('\0')) this.id = value;
    return null;
  }

  private dispatch(): ServerSentEvent | null {
    const complete = this.data.length > 0 ? { id: this.id, event: this.event || 'message', data: this.data.join('\n') } : null;
    this.event = '';
    this.data = [];
    return complete;
  }
}
