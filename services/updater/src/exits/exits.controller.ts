import { Controller, Get, Res } from '@nestjs/common';
import { UPDATER_PATHS } from '@mateship/contracts';
import type { FastifyReply } from 'fastify';
import { ExitsService } from './exits.service.js';

/** Ends of app containers, as they happen. Internal listener; CallerGuard has checked the caller. */
@Controller()
export class ExitsController {
  constructor(private readonly exits: ExitsService) {}

  @Get(UPDATER_PATHS.exits)
  async follow(@Res() reply: FastifyReply): Promise<void> {
    const lines = await this.exits.follow();
    await reply.type('application/x-ndjson').send(lines);
  }
}
