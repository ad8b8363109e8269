import { Readable } from 'node:stream';
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DomainError, INTERNAL_HEADERS, MAX_FILE_BYTES } from '@mateship/contracts';
import { ListenOn, RawBody } from '@mateship/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../access/index.js';
import { FilesService } from '../files/files.service.js';
import { AppCaller } from './app-caller.js';
import { PaidSkillCalls } from './paid-skill-calls.js';
import { fileIdsIn } from './file-ids.js';

/** What an app may ask back while it works on a call. Bound to its own listener; never reachable from outside. */
@ApiExcludeController()
@Controller('apps/v1')
@ListenOn('apps')
export class AppCallbacksController {
  constructor(
    private readonly caller: AppCaller,
    private readonly files: FilesService,
    private readonly skills: PaidSkillCalls,
  ) {}

  @Post('skills/:app/:skill')
  @Access({ app: true })
  @RawBody()
  async call(@Req() request: FastifyRequest, @Param('app') app: string, @Param('skill') skill: string): Promise<unknown> {
    const input = request.body as Buffer;
    const run = this.caller.delegation(request);
    this.caller.verify(request, run, input);
    if (!run.skills.has(`${app}/${skill}`)) throw new DomainError('TOOL_DENIED');
    const named = fileIdsIn(input.toString('utf8'));
    const files = [...named].filter((id) => run.files.has(id));
    try {
      return await this.skills.json({ app, skill, input, userId: run.userId, chatId: run.chatId, files, signal: run.signal });
    } catch (error) {
      // The run was given up meanwhile, and with it the token of this call.
      if (run.signal.aborted && !(error instanceof DomainError)) throw new DomainError('CALLER_UNTRUSTED', { cause: error });
      throw error;
    }
  }

  @Get('files/:id')
  @Access({ app: true })
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const run = this.caller.delegation(request);
    this.caller.verify(request, run);
    if (!run.files.has(id)) throw new DomainError('NOT_FOUND');
    const { info, body } = await this.files.open(run.userId, id);
    await reply
      .header('content-type', info.mime)
      .header('content-length', info.size)
      .header(INTERNAL_HEADERS.fileName, encodeURIComponent(info.name))
      .send(body);
  }

  @Post('files')
  @Access({ app: true })
  async save(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const run = this.caller.delegation(request);
    if (!run.mayWriteFiles) throw new DomainError('TOOL_DENIED');
    const body = await readAll(request.body as Readable, MAX_FILE_BYTES);
    this.caller.verify(request, run, body);
    const file = await this.files.store(run.userId, nameIn(request.headers[INTERNAL_HEADERS.fileName]), Readable.from([body]));
    run.files.add(file.id);
    await reply.status(201).send({ id: file.id });
  }
}

function nameIn(header: unknown): string {
  try {
    return typeof header === 'string' ? decodeURIComponent(header) : 'file';
  } catch (cause) {
    throw new DomainError('VALIDATION_FAILED', { message: 'The name of the file is not percent-encoded UTF-8.', cause });
  }
}

async function readAll(body: Readable, limit: number): Promise<Buffer> {
  if (!(body instanceof Readable)) throw new DomainError('UNSUPPORTED_MEDIA_TYPE');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Buffer).length;
    if (bytes > limit) throw new DomainError('PAYLOAD_TOO_LARGE');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
