import { Body, Controller, Get, HttpException, Module, Param, ParseUUIDPipe, Post, Query, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@mateship/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createZodDto, ZodValidationPipe } from 'nestjs-zod';
import { z } from 'zod';
import { currentTraceparent, ListenOn, patiently, RawBody, requestContext } from '../src/index.js';

class EchoBody extends createZodDto(z.strictObject({ name: z.string(), tags: z.array(z.string()).optional() })) {}

/** Keeps the order in which work and the service end. */
export class ShutdownProbe implements OnModuleDestroy {
  readonly order: string[] = [];
  /** Slow requests that are being answered. */
  running = 0;

  onModuleDestroy(): void {
    this.order.push('hooks');
  }
}

/** Routes of every kind that the tests ask. */
@Controller('echo')
@ListenOn('public')
export class EchoController {
  constructor(private readonly probe: ShutdownProbe) {}

  @Post()
  echo(@Body(ZodValidationPipe) body: EchoBody): EchoBody {
    return body;
  }

  @Post('any')
  any(@Body() body: unknown): { body: unknown } {
    return { body };
  }

  @Post('raw')
  @RawBody()
  raw(@Body() body: Buffer): { isBuffer: boolean; hex: string } {
    return { isBuffer: Buffer.isBuffer(body), hex: body.toString('hex') };
  }

  @Post('patient')
  patient(@Req() request: FastifyRequest, @Query('pause') pause: string, @Query('most') most: string): Promise<{ bytes: number }> {
    return patiently(request.raw, { pauseMs: Number(pause), mostMs: Number(most) }, async () => ({ bytes: (await buffer(request.raw)).length }));
  }

  @Post('context')
  context(): { requestId: string | undefined; traceparent: string | undefined } {
    return { requestId: requestContext.getStore()?.requestId, traceparent: currentTraceparent() };
  }

  @Get('ids/:id')
  id(@Param('id', ParseUUIDPipe) id: string): string {
    return id;
  }

  @Get('slow')
  async slow(@Query('ms') ms: string): Promise<{ done: boolean }> {
    this.probe.running += 1;
    await new Promise((resolve) => setTimeout(resolve, Number(ms)).unref());
    this.probe.running -= 1;
    this.probe.order.push('answered');
    return { done: true };
  }

  @Get('inside')
  @ListenOn('internal')
  inside(): { inside: boolean } {
    return { inside: true };
  }
}

/** Has no listener of its own, so it must only be reachable from the inside. */
@Controller('unmarked')
export class UnmarkedController {
  @Get()
  read(): { ok: boolean } {
    return { ok: true };
  }
}

/** Fails in the ways the tests ask for. */
@Controller('faults')
@ListenOn('public')
export class FaultsController {
  @Get('domain')
  domain(): void {
    throw new DomainError('RATE_LIMITED', { retryAfter: 2.2, details: { limit: 5 } });
  }

  @Get('status/:status')
  status(@Param('status') status: string): void {
    throw new HttpException('inner words', Number(status));
  }

  @Get('unexpected')
  unexpected(): void {
    throw new Error('connection string postgres://user:hunter2@db failed');
  }

  @Get('mid-stream')
  midStream(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.raw.write('event: a\n\n');
    throw new Error('broke off');
  }

  @Get('left')
  async left(@Req() request: FastifyRequest): Promise<void> {
    const gone = new AbortController();
    request.raw.socket.once('close', () => gone.abort());
    await sleep(10_000, undefined, { signal: gone.signal });
  }

  @Get('hijacked')
  hijacked(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    reply.hijack();
    throw new DomainError('APP_UNAVAILABLE', { details: { url: request.url } });
  }
}

@Module({ controllers: [EchoController, UnmarkedController, FaultsController], providers: [ShutdownProbe] })
export class FixtureModule {}

