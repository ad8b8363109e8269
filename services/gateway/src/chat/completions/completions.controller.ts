import { Body, Controller, HttpCode, Post, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { DomainError, type AiChatEvent } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access, CurrentPrincipal, type Principal } from '../../access/index.js';
import { PrincipalWatch } from '../../access/principal-watch.js';
import { WaitingClient } from '../../apps/waiting-client.js';
import type { Take } from '../take-chunks.js';
import { CompletionFormat } from './completion-format.js';
import { CompletionStream } from './completion-stream.js';
import { collectCompletion } from './collect-completion.js';
import { CompletionsService } from './completions.service.js';
import { OpenAiErrorFilter } from './openai-error.filter.js';
import { CompletionRequest } from './openai.types.js';

/** OpenAI's chat completions, to the letter: an SDK needs only another base URL and key. */
@Controller('v1/chat/completions')
@ListenOn('public')
@UseFilters(OpenAiErrorFilter)
export class CompletionsController {
  constructor(
    private readonly completions: CompletionsService,
    private readonly watch: PrincipalWatch,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ scope: 'chat' })
  @ApiBody({ schema: { type: 'object', description: "OpenAI's CreateChatCompletionRequest." } })
  @ApiOkResponse({ schema: { type: 'object', description: "OpenAI's CreateChatCompletionResponse." } })
  @ApiProduces('application/json', 'text/event-stream')
  async create(@CurrentPrincipal() principal: Principal, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const parsed = CompletionRequest.safeParse(body);
    if (!parsed.success) throw new DomainError('VALIDATION_FAILED', { message: z.prettifyError(parsed.error) });
    const request = parsed.data;
    const prepared = await this.completions.prepare(principal.userId, request);
    const client = new WaitingClient(reply.raw);
    const run = (take: Take<AiChatEvent>) => this.completions.run(principal.userId, prepared, client, take);
    const format = new CompletionFormat(request.model);
    const unwatch = this.watch.start(principal, () => reply.raw.destroy());
    try {
      if (request.stream) await new CompletionStream(reply, format, request.stream_options?.include_usage === true).send(run);
      else await reply.send(await collectCompletion(run, format));
    } finally {
      unwatch();
    }
  }
}
