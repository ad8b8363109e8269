import { StringDecoder } from 'node:string_decoder';

const MOST_CHARACTERS = 8 * 1024 * 1024;

/**
 * Cuts the data of server-sent events out of bytes (WHATWG HTML), whatever the chunk borders and line ends. Servers of
 * models send nothing else that matters: names, ids and comments are dropped.
 */
export class EventDataParser {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';
  private data: string[] = [];

  /** The data of the events that are whole with this chunk. */
  push(chunk: Buffer): string[] {
    const lines = (this.rest + this.decoder.write(chunk)).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > MOST_CHARACTERS) throw new SyntaxError('an event is too large');
    const events: string[] = [];
    for (const line of lines) this.line(line.endsWith('\r') ? line.slice(0, -1) : line, events);
    return events;
  }

  private line(line: string, events: string[]): void {
    if (line.startsWith('data:')) this.data.push(line.slice(line[5] === ' ' ? 6 : 5));
    else if (line === '' && this.data.length > 0) events.push(this.data.splice(0).join('\n'));
  }
}
