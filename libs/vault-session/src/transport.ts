import http from 'node:http';
import https from 'node:https';
import { VaultFault } from './vault-fault.js';

const LARGEST_ANSWER = 4 * 1024 * 1024;

/** One HTTP request, as node-vault builds it. */
export interface Outgoing {
  method: string;
  uri: string;
  headers?: Record<string, string>;
  json?: unknown;
  signal: AbortSignal;
}

/** What node-vault wants to know of an answer. */
export interface Incoming {
  statusCode: number;
  body: unknown;
  request: { path: string };
}

/**
 * Sends node-vault's requests. Its own transport follows redirects with the token, obeys HTTP_PROXY, reads answers of
 * any size and has no deadline for a whole answer; this one does none of that.
 */
export class Transport {
  private readonly agents: { http: http.Agent; https: https.Agent };

  constructor(ca: string | undefined) {
    this.agents = { http: new http.Agent({ keepAlive: true, maxSockets: 32 }), https: new https.Agent({ keepAlive: true, maxSockets: 32, ca }) };
  }

  /** The form in which node-vault takes a transport. */
  defaults(): (request: Outgoing) => Promise<Incoming> {
    return (request) => this.send(request);
  }

  close(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  private async send({ method, uri, headers, json, signal }: Outgoing): Promise<Incoming> {
    const url = new URL(uri);
    const secure = url.protocol === 'https:';
    const body = json === undefined ? undefined : JSON.stringify(json);
    const length = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = (secure ? https : http).request(url, { method, headers: { ...headers, ...length }, agent: secure ? this.agents.https : this.agents.http, signal });
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.once('error', reject);
      request.end(body);
    });
    // What comes after the answer was read to its end, or given up, is nobody's concern.
    request.on('error', () => undefined);
    return { statusCode: answer.statusCode!, body: parsed(await read(answer), answer.statusCode!), request: { path: url.pathname } };
  }
}

async function read(answer: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_ANSWER) throw new VaultFault('broken');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The JSON of an answer. Errors from something between here and Vault need not be JSON: their status says enough. */
function parsed(text: string, status: number): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (status === 200) throw new VaultFault('broken');
    return undefined;
  }
}
