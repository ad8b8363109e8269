import http from 'node:http';
import https from 'node:https';
import type { ConfiguredProvider } from '../../config.js';

type Settings = Pick<ConfiguredProvider, 'baseUrl' | 'apiKey'>;

/** The server answered with another status than 200. What it said is left out, since it may repeat the prompt. */
export class StatusError extends Error {
  constructor(readonly status: number) {
    super(`the server answered with status ${status}`);
    this.name = 'StatusError';
  }
}

/**
 * A server that speaks OpenAI's protocol, over kept connections. Node's own client, because what arrives reaches the
 * reader in one step: through `fetch` and its web streams each piece of an answer costs several times as much.
 */
export class ModelServer {
  private readonly url: URL;
  private readonly client: typeof http | typeof https;
  private readonly agent: http.Agent;

  constructor(private readonly settings: Settings) {
    this.url = new URL(`${settings.baseUrl.replace(/\/+$/, '')}/chat/completions`);
    this.client = this.url.protocol === 'https:' ? https : http;
    // An agent of one's own does not follow NODE_USE_ENV_PROXY, and in a container the egress proxy is the only way out.
    const { proxyEnv } = (this.client.globalAgent as unknown as { options: http.AgentOptions }).options;
    this.agent = new this.client.Agent({ keepAlive: true, keepAliveMsecs: 30_000, timeout: 0, proxyEnv });
  }

  get host(): string {
    return this.url.hostname;
  }

  /** Sends the body and gives the answer as it arrives. @throws StatusError, or the fault of the connection. */
  open(body: object, signal: AbortSignal): Promise<http.IncomingMessage> {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = {
      'content-type': 'application/json',
      'content-length': bytes.length,
      accept: 'text/event-stream',
      authorization: `Bearer ${this.settings.apiKey ?? 'none'}`,
      'user-agent': 'Mateship',
    };
    return new Promise((resolve, reject) => {
      const request = this.client.request(this.url, { method: 'POST', agent: this.agent, headers, signal }, (answer) => {
        if (answer.statusCode === 200) return resolve(answer);
        answer.resume();
        reject(new StatusError(answer.statusCode ?? 0));
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed a kept connection just as it was taken: nobody has read the request.
        if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted) resolve(this.open(body, signal));
        else reject(error);
      });
      request.end(bytes);
    });
  }
}
