import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { APP_ENVELOPE_REQUESTS, DomainError, GATEWAY_APP_PATHS, INTERNAL_HEADERS, type OpenedEnvelope } from '@mateship/contracts';
import { deriveMacKey, MacVerifier, sha256hex, toErrorBody } from '@mateship/service-kit';

/** A file that the double keeps in memory. */
export interface DoubleFile {
  name: string;
  mime: string;
  bytes: Buffer;
}

/** A skill call that the app made back. */
export interface DoubleCall {
  app: string;
  skill: string;
  input: unknown;
}

/** Answers for skills that the app may call, by `app/skill`; what one throws reaches the app as an error. */
export type DoubleSkills = Record<string, (input: unknown) => unknown>;

/** Stands in for the gateway's listener for apps: real HTTP, real MACs, one delegation token, files in memory. */
export class GatewayDouble {
  readonly files = new Map<string, DoubleFile>();
  readonly calls: DoubleCall[] = [];
  /** What each envelope in base64 holds; it opens once. Replies of the app are added. */
  readonly envelopes = new Map<string, OpenedEnvelope>();
  /** The only delegation token it accepts. */
  readonly job = randomUUID();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));
  private readonly verifier: MacVerifier;

  constructor(
    appId: string,
    secret: Buffer,
    private readonly skills: DoubleSkills = {},
  ) {
    this.verifier = new MacVerifier(deriveMacKey(secret, `app:${appId}->gateway`), 'gateway');
  }

  async listen(socketPath: string): Promise<void> {
    this.server.listen(socketPath);
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await bytesOf(request);
      this.check(request, body);
      await this.route(request, body, response);
    } catch (error) {
      const { status, body } = toErrorBody(error, 'double');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
  }

  private check(request: IncomingMessage, body: Buffer): void {
    const header = (name: string) => request.headers[name] as string | undefined;
    if (header(INTERNAL_HEADERS.job) !== this.job) throw new DomainError('CALLER_UNTRUSTED');
    this.verifier.verify({
      method: request.method ?? '',
      path: request.url ?? '',
      header: header(INTERNAL_HEADERS.mac),
      bodyHash: sha256hex(body),
      invocation: header(INTERNAL_HEADERS.invocation),
    });
  }

  private async route(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (request.url === GATEWAY_APP_PATHS.openEnvelope) return this.openEnvelope(body, response);
    if (request.url === GATEWAY_APP_PATHS.replyEnvelope) return this.replyEnvelope(body, response);
    const [, kind, first = '', second = ''] = /^\/apps\/v1\/(skills|files)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(request.url ?? '') ?? [];
    if (kind === 'skills' && request.method === 'POST') return this.callSkill(first, second, body, response);
    if (kind === 'files' && request.method === 'GET') return this.sendFile(first, response);
    if (kind === 'files' && request.method === 'POST') return this.saveFile(request, body, response);
    throw new DomainError('NOT_FOUND');
  }

  private async callSkill(app: string, skill: string, body: Buffer, response: ServerResponse): Promise<void> {
    const run = this.skills[`${app}/${skill}`];
    if (!run) throw new DomainError('TOOL_DENIED');
    const input: unknown = JSON.parse(body.toString('utf8'));
    this.calls.push({ app, skill, input });
    const answer = JSON.stringify(await run(input));
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  }

  private openEnvelope(body: Buffer, response: ServerResponse): void {
    const { envelope } = APP_ENVELOPE_REQUESTS.open.parse(JSON.parse(body.toString('utf8')));
    const opened = this.envelopes.get(envelope);
    if (!opened) throw new DomainError('DECRYPTION_FAILED');
    this.envelopes.delete(envelope);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(opened));
  }

  private replyEnvelope(body: Buffer, response: ServerResponse): void {
    const answer = APP_ENVELOPE_REQUESTS.reply.parse(JSON.parse(body.toString('utf8')));
    const envelope = Buffer.from(`reply ${this.envelopes.size}`).toString('base64');
    this.envelopes.set(envelope, envelopeWith({ kind: 'answer', ...answer }));
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ envelope }));
  }

  private sendFile(id: string, response: ServerResponse): void {
    const file = this.files.get(id);
    if (!file) throw new DomainError('NOT_FOUND');
    response.writeHead(200, {
      'content-type': file.mime,
      'content-length': file.bytes.length,
      [INTERNAL_HEADERS.fileName]: encodeURIComponent(file.name),
    });
    response.end(file.bytes);
  }

  private saveFile(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    if (request.headers['content-type'] !== 'application/octet-stream') throw new DomainError('UNSUPPORTED_MEDIA_TYPE');
    const id = randomUUID();
    const name = decodeURIComponent(String(request.headers[INTERNAL_HEADERS.fileName]));
    this.files.set(id, { name, mime: 'application/octet-stream', bytes: body });
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
  }
}

/** An opened envelope with this content, from nobody in particular. */
export function envelopeWith(content: OpenedEnvelope['content']): OpenedEnvelope {
  const [id, keyId, signerKeyId] = [randomUUID(), randomUUID(), randomUUID()];
  const address = { id, suite: 16, sender: 'vault', recipient: 'app:double', keyId, keyVersion: 1, signerKeyId, createdAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-01T01:00:00.000Z' };
  return { address, content };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
