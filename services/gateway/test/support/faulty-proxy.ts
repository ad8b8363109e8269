import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of one request: an answer with this status, the connection cut, or silence. */
export type Fault = number | 'cut' | 'silence';

/** An HTTP proxy in front of one server that lets everything pass but what a test told it not to. */
export class FaultyProxy {
  /** Requests that came in, as `METHOD path`. */
  readonly seen: string[] = [];
  /** All headers that came in, as `name: value`. */
  readonly headers = new Set<string>();
  private readonly faults: { of: RegExp; fault: Fault; times: number }[] = [];
  private readonly server = http.createServer((request, response) => this.handle(request, response));

  private constructor(private readonly target: URL) {}

  static async before(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(new URL(target));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests whose `METHOD path?query` matches meet this fault. */
  fail(of: RegExp, fault: Fault, times = Infinity): void {
    this.faults.push({ of, fault, times });
  }

  /** Lets everything pass again. */
  mend(): void {
    this.faults.length = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private handle(request: http.IncomingMessage, response: http.ServerResponse): void {
    const name = `${request.method} ${request.url}`;
    this.seen.push(name);
    for (const [header, value] of Object.entries(request.headers)) this.headers.add(`${header}: ${String(value)}`);
    const fault = this.faults.find(({ of, times }) => times > 0 && of.test(name));
    if (!fault) return this.pass(request, response);
    fault.times -= 1;
    if (fault.fault === 'cut') request.socket.destroy();
    else if (typeof fault.fault === 'number') {
      const status = fault.fault;
      request.resume().once('end', () => response.writeHead(status).end());
    }
  }

  private pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { hostname, port } = this.target;
    const onward = http.request({ hostname, port, method: request.method, path: request.url, headers: request.headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  }
}
