import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** What a test may make every answer: an error, something that is no JSON, or a torn connection. */
export type Breakage = number | 'garbage' | 'cut';

/** The troubles that a test gives to a server. */
export class Faults {
  private delay: { ms: number; paths: RegExp } | null = null;
  private broken: { how: Breakage; paths: RegExp } | null = null;
  private readonly closing = new AbortController();

  slow(ms: number | null, paths = /./): void {
    this.delay = ms === null ? null : { ms, paths };
  }

  breakWith(how: Breakage | null, paths = /./): void {
    this.broken = how === null ? null : { how, paths };
  }

  /** Ends the waits that are under way. */
  close(): void {
    this.closing.abort();
  }

  /** Waits if the server is slow on this path. */
  async pause(path: string): Promise<void> {
    if (this.delay?.paths.test(path)) await wait(this.delay.ms, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }

  /** Answers instead of the server if it is broken on this path; returns the status, 0 for none at all. */
  strike(path: string, response: ServerResponse): number | undefined {
    if (!this.broken?.paths.test(path)) return undefined;
    const { how } = this.broken;
    if (how === 'cut') {
      response.destroy();
      return 0;
    }
    const status = how === 'garbage' ? 200 : how;
    response.writeHead(status, { 'content-type': how === 'garbage' ? 'text/html' : 'application/json' });
    response.end(how === 'garbage' ? '<html><body>{"data":{"plain' : JSON.stringify({ errors: ['internal error'] }));
    return status;
  }
}
