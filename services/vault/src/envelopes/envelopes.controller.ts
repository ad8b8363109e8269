import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ENVELOPE_REQUESTS, VAULT_SERVICE_PATHS } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import type { z } from 'zod';
import { EnvelopesService } from './envelopes.service.js';

const paths = VAULT_SERVICE_PATHS.envelopes;
const shapes = ENVELOPE_REQUESTS;

/** Envelopes, for the gateway, which has found out who asks. */
@Controller()
export class EnvelopesController {
  constructor(private readonly envelopes: EnvelopesService) {}

  @Post(paths.create)
  @RawBody()
  create(@Body(new SignedJson(shapes.create)) { ownerId, make, request }: z.output<typeof shapes.create>) {
    return this.envelopes.create(ownerId, make, request);
  }

  @Post(paths.open)
  @HttpCode(200)
  @RawBody()
  open(@Body(new SignedJson(shapes.open)) { envelope, ...opening }: z.output<typeof shapes.open>) {
    return this.envelopes.open(envelope, opening);
  }

  @Post(paths.reply)
  @RawBody()
  reply(@Body(new SignedJson(shapes.reply)) reply: z.output<typeof shapes.reply>) {
    return this.envelopes.reply(reply);
  }
}
