import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { CreatePromptRequest, PageQuery, pageOf, Prompt, PromptText, PromptVersion, UpdatePromptRequest } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { isVisible, VISIBLE_HINT } from '../names/visible.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';
import { VaultServiceClient } from './vault-service.client.js';

const visibleName = { path: ['name'], message: VISIBLE_HINT };
const id = z.uuid();

class PromptDto extends createZodDto(Prompt.meta({})) {}
class PromptTextDto extends createZodDto(PromptText.meta({})) {}
class PromptListDto extends createZodDto(pageOf(Prompt)) {}
class PromptVersionListDto extends createZodDto(pageOf(PromptVersion)) {}
class PromptPageQueryDto extends createZodDto(PageQuery) {}
class PromptIdDto extends createZodDto(z.strictObject({ id })) {}
class PromptVersionIdDto extends createZodDto(z.strictObject({ id, version: z.coerce.number().int().min(1).max(2 ** 31 - 1) })) {}
class CreatePromptDto extends createZodDto(CreatePromptRequest.refine(({ name }) => isVisible(name), visibleName)) {}
class UpdatePromptDto extends createZodDto(UpdatePromptRequest.refine(({ name }) => name === undefined || isVisible(name), visibleName)) {}

/** The caller's prompts, which the vault keeps sealed. */
@Controller('v1/vault/prompts')
@ListenOn('public')
export class PromptsController {
  constructor(private readonly vault: VaultServiceClient) {}

  @Post()
  @Access({ scope: 'vault' })
  @ZodResponse({ status: 201, type: PromptDto })
  create(@CurrentPrincipal() { userId }: Principal, @Body() prompt: CreatePromptDto): Promise<PromptDto> {
    return this.vault.createPrompt(userId, prompt);
  }

  @Get()
  @Access({ scope: 'vault' })
  @ZodResponse({ type: PromptListDto })
  list(@CurrentPrincipal() { userId }: Principal, @Query() page: PromptPageQueryDto): Promise<PromptListDto> {
    return this.vault.listPrompts(userId, page);
  }

  @Get(':id')
  @Access({ scope: 'vault' })
  @ZodResponse({ type: PromptTextDto })
  read(@CurrentPrincipal() { userId }: Principal, @Param() prompt: PromptIdDto): Promise<PromptTextDto> {
    return this.vault.readPrompt(userId, prompt.id, null);
  }

  @Get(':id/versions')
  @Access({ scope: 'vault' })
  @ZodResponse({ type: PromptVersionListDto })
  versions(@CurrentPrincipal() { userId }: Principal, @Param() prompt: PromptIdDto, @Query() page: PromptPageQueryDto): Promise<PromptVersionListDto> {
    return this.vault.listVersions(userId, prompt.id, page);
  }

  @Get(':id/versions/:version')
  @Access({ scope: 'vault' })
  @ZodResponse({ type: PromptTextDto })
  readVersion(@CurrentPrincipal() { userId }: Principal, @Param() prompt: PromptVersionIdDto): Promise<PromptTextDto> {
    return this.vault.readPrompt(userId, prompt.id, prompt.version);
  }

  @Patch(':id')
  @Access({ scope: 'vault' })
  @ZodResponse({ type: PromptDto })
  update(@CurrentPrincipal() { userId }: Principal, @Param() prompt: PromptIdDto, @Body() change: UpdatePromptDto): Promise<PromptDto> {
    return this.vault.updatePrompt(userId, prompt.id, change);
  }

  @Delete(':id')
  @Access({ scope: 'vault' })
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(@CurrentPrincipal() { userId }: Principal, @Param() prompt: PromptIdDto): Promise<void> {
    return this.vault.deletePrompt(userId, prompt.id);
  }
}
