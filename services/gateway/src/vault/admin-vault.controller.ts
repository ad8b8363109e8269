import { Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { DomainError, KeyDirectory, Party } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Access } from '../access/index.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';
import { KnownParties } from './known-parties.js';
import { VaultServiceClient } from './vault-service.client.js';

class RotatedKeysDto extends createZodDto(KeyDirectory.meta({})) {}
class PartyDto extends createZodDto(z.strictObject({ owner: Party })) {}

/** What admins do at the vault: new keys for the vault and the apps, and empty caches. Users rotate their own. */
@Controller('v1/admin/vault')
@ListenOn('public')
export class AdminVaultController {
  constructor(
    private readonly vault: VaultServiceClient,
    private readonly parties: KnownParties,
  ) {}

  @Post('keys/:owner/rotate')
  @Access({ admin: true })
  @HttpCode(200)
  @ZodResponse({ status: 200, type: RotatedKeysDto })
  async rotate(@Param() { owner }: PartyDto): Promise<RotatedKeysDto> {
    if (!this.parties.isOurs(owner)) throw new DomainError('NOT_FOUND');
    return this.vault.rotateKeys(owner);
  }

  @Delete('caches')
  @Access({ admin: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  emptyCaches(): Promise<void> {
    return this.vault.emptyCaches();
  }
}
