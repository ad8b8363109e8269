import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { KeyDirectory, Party } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';
import { KnownParties } from './known-parties.js';
import { userParty, VaultServiceClient } from './vault-service.client.js';

class KeyDirectoryDto extends createZodDto(KeyDirectory.meta({})) {}
class NamedPartyDto extends createZodDto(z.strictObject({ owner: z.union([z.literal('me'), Party]) })) {}

/** The directory of public keys, and the caller's own keys. */
@Controller('v1/vault/keys')
@ListenOn('public')
export class VaultKeysController {
  constructor(
    private readonly vault: VaultServiceClient,
    private readonly parties: KnownParties,
  ) {}

  @Get(':owner')
  @Access({ scope: 'vault' })
  @ZodResponse({ type: KeyDirectoryDto })
  read(@CurrentPrincipal() principal: Principal, @Param() { owner }: NamedPartyDto): Promise<KeyDirectoryDto> {
    const party = this.parties.named(owner, principal);
    return this.vault.readKeys(party, this.parties.isKnown(party, principal));
  }

  @Post('rotate')
  @Access({ scope: 'vault' })
  @HttpCode(200)
  @ZodResponse({ status: 200, type: KeyDirectoryDto })
  rotate(@CurrentPrincipal() { userId }: Principal): Promise<KeyDirectoryDto> {
    return this.vault.rotateKeys(userParty(userId));
  }
}
