import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { behaviourOf, FAKE_MODELS, type Behaviour } from './behaviours.js';
import { invalid, OpenAiError, type ChatRequest } from './protocol.js';
import { reply } from './reply.js';
import { validate } from './validate.js';

/** A request that reached the fake. */
export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** The parsed body of a chat completion that passed the checks. */
  body: ChatRequest | null;
  /** Whether the client closed the connection before it had the whole answer. */
  left: boolean;
}

/** Settings of {@link startFakeOpenAi}. */
export interface FakeOpenAiOptions {
  /** Chooses the behaviour of a request; undefined leaves the choice to the model name. */
  script?: (request: ChatRequest, index: number) => Behaviour | undefined;
  /** The only bearer key that is accepted. Without it any key is, but there must be one. */
  apiKey?: string;
  /** Port; a free one by default. */
  port?: number;
  /** Address to listen on; 127.0.0.1 by default. Containers reach 0.0.0.0, by an address of this machine in their network. */
  host?: string;
}

/** A running fake; `url` ends in /v1 and is what clients take as their base URL. */
export interface FakeOpenAi {
  url: string;
  /** Every request so far, in order of arrival. */
  requests: RecordedRequest[];
  close(): Promise<void>;
}

/**
 * Starts an HTTP server that follows OpenAI's documented protocol for GET /v1/models and POST /v1/chat/completions
 * (https://platform.openai.com/docs/api-reference/chat) and misbehaves as its model names say.
 */
export async function startFakeOpenAi(options: FakeOpenAiOptions = {}): Promise<FakeOpenAi> {
  const requests: RecordedRequest[] = [];
  let completions = 0;
  const server = createServer((request, response) => {
    const recorded: RecordedRequest = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: null, left: false };
    requests.push(recorded);
    response.once('close', () => (recorded.left = !response.writableEnded));
    answer(request, response, recorded).catch((error: unknown) => {
      sendError(response, error instanceof OpenAiError ? error : new OpenAiError(500, String(error), 'server_error'));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse, recorded: RecordedRequest): Promise<void> {
    checkKey(request, options.apiKey);
    const route = `${recorded.method} ${recorded.path.split('?')[0]}`;
    if (route === 'GET /v1/models') return sendJson(response, 200, { object: 'list', data: FAKE_MODELS.map(toModel) });
    if (route !== 'POST /v1/chat/completions') throw new OpenAiError(404, `Unknown request URL: ${route}. Please check the URL for typos.`, 'invalid_request_error', 'unknown_url');
    const body = validate(await readJson(request));
    recorded.body = body;
    const behaviour = options.script?.(body, completions++) ?? behaviourOf(body);
    if (!behaviour) throw new OpenAiError(404, `The model \`${body.model}\` does not exist or you do not have access to it.`, 'invalid_request_error', 'model_not_found');
    if (behaviour.error) return sendError(response, behaviour.error, behaviour.retryAfter);
    await reply(response, body, behaviour);
  }

  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function checkKey({ headers }: IncomingMessage, expected: string | undefined): void {
  const key = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (!key) throw new OpenAiError(401, "You didn't provide an API key.", 'invalid_request_error');
  if (expected !== undefined && key !== expected) throw new OpenAiError(401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw invalid('We could not parse the JSON body of your request.');
  }
}

function toModel(id: string): unknown {
  return { id, object: 'model', created: 1_700_000_000, owned_by: 'fake' };
}

function sendError(response: ServerResponse, error: OpenAiError, retryAfter?: number): void {
  if (response.headersSent) return void response.destroy();
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  sendJson(response, error.status, error.body());
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.setHeader('x-request-id', `req_${Math.random().toString(36).slice(2)}`);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
