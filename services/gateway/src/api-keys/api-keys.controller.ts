import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { ApiKeyList, CreateApiKeyRequest, CreatedApiKey } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { ApiKeysService } from './api-keys.service.js';

// Control and format characters (bidirectional marks among them) and lone surrogates could make one name look like another.
const READABLE = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;

class CreateApiKeyDto extends createZodDto(
  CreateApiKeyRequest.refine(({ name }) => READABLE.test(name), { path: ['name'], message: 'Use visible characters only.' }),
) {}
class CreatedApiKeyDto extends createZodDto(CreatedApiKey) {}
class ApiKeyListDto extends createZodDto(ApiKeyList) {}
class ApiKeyIdDto extends createZodDto(z.strictObject({ id: z.uuid() })) {}

@Controller('v1/api_keys')
@ListenOn('public')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @Access({ user: true })
  @ZodResponse({ status: 201, type: CreatedApiKeyDto })
  create(@CurrentPrincipal() principal: Principal, @Body() request: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    return this.keys.create(principal.userId, request);
  }

  @Get()
  @Access({ user: true })
  @ZodResponse({ status: 200, type: ApiKeyListDto })
  async list(@CurrentPrincipal() principal: Principal): Promise<ApiKeyListDto> {
    return { items: await this.keys.list(principal.userId) };
  }

  @Delete(':id')
  @Access({ user: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  revoke(@CurrentPrincipal() principal: Principal, @Param() { id }: ApiKeyIdDto): Promise<void> {
    return this.keys.revoke(principal.userId, id);
  }
}
