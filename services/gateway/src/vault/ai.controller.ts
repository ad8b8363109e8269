import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { RespondAnswer, RespondRequest } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { WaitingClient } from '../apps/waiting-client.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';
import { AiService } from './ai.service.js';

class RespondDto extends createZodDto(RespondRequest) {}
class RespondAnswerDto extends createZodDto(RespondAnswer.meta({})) {}

/** Answers prompts in envelopes: what comes in and what goes out is sealed. */
@Controller('v1/ai')
@ListenOn('public')
export class AiController {
  constructor(private readonly ai: AiService) {}

  @Post('respond')
  @Access({ scope: 'vault' })
  @HttpCode(200)
  @ZodResponse({ status: 200, type: RespondAnswerDto })
  respond(@CurrentPrincipal() { userId }: Principal, @Body() { envelope }: RespondDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<RespondAnswerDto> {
    return this.ai.respond(userId, envelope, new WaitingClient(reply.raw));
  }
}
