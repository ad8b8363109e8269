import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { ApiKeyList, CreateApiKeyRequest, CreatedApiKey } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { isVisible, VISIBLE_HINT } from '../names/visible.js';
import { ApiKeysService } from './api-keys.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class CreateApiKeyDto extends createZodDto(
  CreateApiKeyRequest.refine(({ name }) => isVisible(name), { path: ['name'], message: VISIBLE_HINT }),
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
