import { Controller, Get, Res } from '@nestjs/common';
import type { HealthReport } from '@mateship/contracts';
import type { FastifyReply } from 'fastify';
import { ListenOn } from '../listeners/route-config.js';
import { HealthRegistry } from './health-registry.js';

/** Health on every listener: alive, ready, and why not. */
@Controller('health')
@ListenOn('any')
export class HealthController {
  constructor(private readonly registry: HealthRegistry) {}

  @Get()
  health(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.answer(reply);
  }

  @Get('ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.answer(reply);
  }

  @Get('live')
  live(): HealthReport {
    return this.registry.live();
  }

  private async answer(reply: FastifyReply): Promise<HealthReport> {
    const report = await this.registry.report();
    reply.status(report.status === 'unavailable' ? 503 : 200);
    return report;
  }
}
