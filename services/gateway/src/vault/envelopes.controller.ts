import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CreateEnvelopeRequest, OpenedEnvelope, OpenEnvelopeRequest, SealedEnvelope } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';
import { KnownParties } from './known-parties.js';
import { userParty, VaultServiceClient } from './vault-service.client.js';

class CreateEnvelopeDto extends createZodDto(CreateEnvelopeRequest) {}
class SealedEnvelopeDto extends createZodDto(SealedEnvelope.meta({})) {}
class OpenEnvelopeDto extends createZodDto(OpenEnvelopeRequest) {}
class OpenedEnvelopeDto extends createZodDto(OpenedEnvelope.meta({})) {}

/** Envelopes from the caller's prompts, and to the caller. */
@Controller('v1/vault/envelopes')
@ListenOn('public')
export class EnvelopesController {
  constructor(
    private readonly vault: VaultServiceClient,
    private readonly parties: KnownParties,
  ) {}

  @Post()
  @Access({ scope: 'vault' })
  @ZodResponse({ status: 201, type: SealedEnvelopeDto })
  create(@CurrentPrincipal() principal: Principal, @Body() request: CreateEnvelopeDto): Promise<SealedEnvelopeDto> {
    return this.vault.createEnvelope(principal.userId, request, this.parties.isKnown(request.recipient, principal));
  }

  @Post('open')
  @Access({ scope: 'vault' })
  @HttpCode(200)
  @ZodResponse({ status: 200, type: OpenedEnvelopeDto })
  open(@CurrentPrincipal() { userId }: Principal, @Body() { envelope }: OpenEnvelopeDto): Promise<OpenedEnvelopeDto> {
    return this.vault.openEnvelope(envelope, userParty(userId), null);
  }
}
