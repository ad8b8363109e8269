import { Readable } from 'node:stream';
import { DomainError, GATEWAY_APP_PATHS, INTERNAL_HEADERS, MAX_FILE_BYTES } from '@mateship/contracts';
import { rejectErrorAnswer, textOf, type CallOptions, type InternalClient, type StreamedAnswer } from '@mateship/service-kit';
import { z } from 'zod';
import type { NewFile, OpenedFile, SkillFiles } from '../calls/skill-context.js';

const FILE_ID = /^[\w-]{1,64}$/;
const Saved = z.object({ id: z.string() });

/** The caller's files over the gateway. Remembers what it opened, so that nothing stays open after the call. */
export class CallFiles implements SkillFiles {
  private readonly opened = new Set<Readable>();

  constructor(
    private readonly client: () => InternalClient,
    private readonly options: CallOptions,
  ) {}

  async open(id: string): Promise<OpenedFile> {
    if (!FILE_ID.test(id)) throw new DomainError('NOT_FOUND');
    const answer = await this.client().stream('GET', GATEWAY_APP_PATHS.file(id), undefined, this.options);
    await rejectErrorAnswer(answer, 'SKILL_FAILED');
    this.opened.add(answer.body);
    return describe(answer);
  }

  async bytes(id: string, max: number): Promise<Buffer> {
    const { size, body } = await this.open(id);
    if (size > max) throw new DomainError('PAYLOAD_TOO_LARGE');
    return collect(body, max);
  }

  async save({ name, body }: NewFile): Promise<{ id: string }> {
    const bytes = body instanceof Readable ? await collect(body, MAX_FILE_BYTES) : Buffer.from(body);
    if (bytes.length > MAX_FILE_BYTES) throw new DomainError('PAYLOAD_TOO_LARGE');
    const headers = { ...this.options.headers, 'content-type': 'application/octet-stream', [INTERNAL_HEADERS.fileName]: encodeURIComponent(name) };
    const answer = await this.client().stream('POST', GATEWAY_APP_PATHS.files, bytes, { ...this.options, headers });
    await rejectErrorAnswer(answer, 'SKILL_FAILED');
    return Saved.parse(JSON.parse(await textOf(answer.body)));
  }

  /** Gives up what was opened and not read to its end. */
  close(): void {
    for (const body of this.opened) body.on('error', () => undefined).destroy();
  }
}

function describe({ headers, body }: StreamedAnswer): OpenedFile {
  const name = headers[INTERNAL_HEADERS.fileName];
  return {
    name: typeof name === 'string' ? decodeURIComponent(name) : 'file',
    mime: headers['content-type'] ?? 'application/octet-stream',
    size: Number(headers['content-length'] ?? 0),
    body,
  };
}

async function collect(body: Readable, max: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const piece = Buffer.from(chunk as Uint8Array);
    bytes += piece.length;
    if (bytes > max) throw new DomainError('PAYLOAD_TOO_LARGE');
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}
