import type { OutgoingHttpHeaders } from 'node:http';
import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ListenOn, RawBody } from '@mateship/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CallerCheck } from '../calls/caller-check.js';
import { SkillRunner } from './skill-runner.js';

const NO_BODY = Buffer.alloc(0);

/** The app's one door: the gateway calls a skill. */
@Controller('skills')
@ListenOn('internal')
export class SkillsController {
  constructor(
    private readonly caller: CallerCheck,
    private readonly runner: SkillRunner,
  ) {}

  @Post(':id')
  @HttpCode(200)
  @RawBody()
  async call(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') skill: string): Promise<void> {
    const body = Buffer.isBuffer(request.body) ? request.body : NO_BODY;
    const invocation = this.caller.verify(request, body);
    const outcome = await this.runner.run({ skill, invocation, body, response: reply.raw });
    if (outcome.kind === 'answer') {
      await reply.send(outcome.value);
      return;
    }
    reply.hijack();
    reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' }).flushHeaders();
    await outcome.send();
  }
}
