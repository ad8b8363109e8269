import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { DomainError, SkillList, type SkillSummary } from '@mateship/contracts';
import { ListenOn, RawBody } from '@mateship/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { AppCatalogue } from './app-catalogue.js';
import { fileIdsIn } from './file-ids.js';
import { PaidSkillCalls } from './paid-skill-calls.js';
import { relay } from './relay.js';
import { SkillInput } from './skill-input.js';

class SkillListDto extends createZodDto(SkillList) {}

@Controller('v1')
@ListenOn('public')
export class SkillsController {
  constructor(
    private readonly catalogue: AppCatalogue,
    private readonly input: SkillInput,
    private readonly calls: PaidSkillCalls,
  ) {}

  @Get('skills')
  @Access({ scope: 'skills' })
  @ZodResponse({ type: SkillListDto })
  list(): SkillListDto {
    const items = this.catalogue.all().flatMap(({ manifest }) =>
      manifest.skills.map(
        (skill): SkillSummary => ({
          app: manifest.id,
          id: skill.id,
          title: skill.title,
          description: skill.description,
          price: skill.price,
          streaming: skill.streaming,
          input: skill.input,
          output: skill.output,
          hints: skill.hints,
        }),
      ),
    );
    return { items };
  }

  /** Every skill of every app, as bytes: the input is checked against the manifest, the answer is passed on as it comes. */
  @Post(':app/:skill')
  @Access({ scope: 'skills' })
  @RawBody()
  @ApiExcludeEndpoint()
  async call(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @CurrentPrincipal() principal: Principal, @Param('app') app: string, @Param('skill') skill: string): Promise<void> {
    const found = this.catalogue.skill(app, skill);
    if (!found || !found.skill.tool) throw new DomainError('NOT_FOUND');
    const body = request.body as Buffer | undefined;
    const text = body?.toString('utf8') ?? '';
    this.input.check(app, skill, parse(text));
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const answer = await this.calls.open({ app, skill, input: body!, userId: principal.userId, files: fileIdsIn(text), signal: left.signal });
    await relay(answer, reply);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('MALFORMED_BODY');
  }
}
