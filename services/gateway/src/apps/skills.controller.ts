import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { DomainError, SkillList, type SkillSummary } from '@mateship/contracts';
import { ListenOn, RawBody } from '@mateship/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { Access, principalOf } from '../access/index.js';
import { PrincipalWatch } from '../access/principal-watch.js';
import { AppCatalogue } from './app-catalogue.js';
import { fileIdsIn } from './file-ids.js';
import { PaidSkillCalls } from './paid-skill-calls.js';
import { acceptInto } from './relay.js';
import { SkillInput } from './skill-input.js';
import { WaitingClient } from './waiting-client.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class SkillListDto extends createZodDto(SkillList) {}

type SkillRequest = FastifyRequest<{ Params: { app: string; skill: string }; Body: Buffer | undefined }>;

@Controller('v1')
@ListenOn('public')
export class SkillsController {
  constructor(
    private readonly catalogue: AppCatalogue,
    private readonly input: SkillInput,
    private readonly calls: PaidSkillCalls,
    private readonly watch: PrincipalWatch,
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

  /**
   * Every skill of every app, as bytes: the input is checked against the manifest, the answer is passed on as it comes,
   * and nothing more of it to a caller that loses its access.
   * The reply is the only parameter, since it knows its request and Nest awaits each one that a decorator fills.
   */
  @Post(':app/:skill')
  @Access({ scope: 'skills' })
  @RawBody()
  @ApiExcludeEndpoint()
  call(@Res() reply: FastifyReply): Promise<void> {
    const request = reply.request as SkillRequest;
    const { app, skill } = request.params;
    const found = this.catalogue.skill(app, skill);
    if (!found || !found.skill.tool) throw new DomainError('NOT_FOUND');
    const input = request.body ?? Buffer.alloc(0);
    const text = input.toString('utf8');
    this.input.check(app, skill, parse(text));
    const principal = principalOf(request);
    const { userId } = principal;
    const files = found.app.manifest.permissions.files === 'none' ? [] : fileIdsIn(text);
    const unwatch = this.watch.start(principal, () => reply.raw.destroy());
    return this.calls.pass({ app, skill, input, userId, files, signal: new WaitingClient(reply.raw) }, acceptInto(reply)).finally(unwatch);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('MALFORMED_BODY');
  }
}
