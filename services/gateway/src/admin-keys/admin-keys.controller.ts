import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { KeyVersions, RetireKeyVersionsRequest, VAULT_KEY_VERSION_PATHS, type VaultRetireRequest, type VaultRotateRequest } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { VaultClient } from '../keys/vault.client.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class KeyVersionsDto extends createZodDto(KeyVersions.meta({})) {}
class RetireKeyVersionsRequestDto extends createZodDto(RetireKeyVersionsRequest) {}

/** The versions of the key-encryption keys, which the vault keeps. No key passes here. */
@Controller('v1/admin/keys')
@ListenOn('public')
export class AdminKeysController {
  constructor(private readonly vault: VaultClient) {}

  @Get()
  @Access({ admin: true })
  @ZodResponse({ type: KeyVersionsDto })
  status(): Promise<KeyVersionsDto> {
    return this.vault.read(VAULT_KEY_VERSION_PATHS.status, KeyVersions);
  }

  @Post('rotate')
  @Access({ admin: true })
  @HttpCode(202)
  @ZodResponse({ status: 202, type: KeyVersionsDto })
  rotate(@CurrentPrincipal() { userId }: Principal): Promise<KeyVersionsDto> {
    const request: VaultRotateRequest = { actor: userId };
    return this.vault.call(VAULT_KEY_VERSION_PATHS.rotate, request, KeyVersions);
  }

  @Post('retire')
  @Access({ admin: true })
  @HttpCode(200)
  @ZodResponse({ status: 200, type: KeyVersionsDto })
  retire(@CurrentPrincipal() { userId }: Principal, @Body() { below }: RetireKeyVersionsRequestDto): Promise<KeyVersionsDto> {
    const request: VaultRetireRequest = { below, actor: userId };
    return this.vault.call(VAULT_KEY_VERSION_PATHS.retire, request, KeyVersions);
  }
}
