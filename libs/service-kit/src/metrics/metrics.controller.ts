import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ListenOn } from '../listeners/route-config.js';
import { Metrics } from './metrics.js';

/** Metrics in Prometheus' text format; for the inside only. */
@Controller('metrics')
@ListenOn('internal')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
