import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { APP_ENVELOPE_REQUESTS, GATEWAY_APP_PATHS, type OpenedEnvelope, type RespondAnswer } from '@mateship/contracts';
import { ListenOn, RawBody, SignedJson } from '@mateship/service-kit';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access } from '../access/index.js';
import { AppCaller } from '../apps/app-caller.js';
import { userParty, VaultServiceClient } from './vault-service.client.js';

const shapes = APP_ENVELOPE_REQUESTS;

/**
 * Envelopes for the app that works on a call: it opens what the user of this call addressed to it and answers that
 * user. App and user come from the delegation, never from the request.
 */
@ApiExcludeController()
@Controller()
@ListenOn('apps')
export class AppEnvelopesController {
  constructor(
    private readonly caller: AppCaller,
    private readonly vault: VaultServiceClient,
  ) {}

  @Post(GATEWAY_APP_PATHS.openEnvelope)
  @Access({ app: true })
  @HttpCode(200)
  @RawBody()
  open(@Req() request: FastifyRequest): Promise<OpenedEnvelope> {
    const { appId, userId, body } = this.verified(request, shapes.open);
    return this.vault.openEnvelope(body.envelope, `app:${appId}`, userParty(userId));
  }

  @Post(GATEWAY_APP_PATHS.replyEnvelope)
  @Access({ app: true })
  @RawBody()
  async reply(@Req() request: FastifyRequest): Promise<RespondAnswer> {
    const { appId, userId, body } = this.verified(request, shapes.reply);
    const { envelope } = await this.vault.reply(`app:${appId}`, userParty(userId), body);
    return { envelope };
  }

  private verified<T>(request: FastifyRequest, shape: z.ZodType<T>): { appId: string; userId: string; body: T } {
    const { body } = request;
    const run = this.caller.delegation(request);
    this.caller.verify(request, run, Buffer.isBuffer(body) ? body : undefined);
    return { appId: run.appId, userId: run.userId, body: new SignedJson(shape).transform(body) };
  }
}
