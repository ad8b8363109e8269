import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CreateMateRequest, Mate, MateList } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { isVisible, VISIBLE_HINT } from '../names/visible.js';
import { MatesService } from './mates.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class MateDto extends createZodDto(Mate.meta({})) {}
class MateListDto extends createZodDto(MateList) {}
class CreateMateRequestDto extends createZodDto(
  CreateMateRequest.refine(({ name }) => isVisible(name), { path: ['name'], message: VISIBLE_HINT }),
) {}

@Controller('v1')
@ListenOn('public')
export class MatesController {
  constructor(private readonly mates: MatesService) {}

  @Get('mates')
  @Access({ scope: 'chat' })
  @ZodResponse({ type: MateListDto })
  async list(): Promise<MateListDto> {
    return { items: await this.mates.list() };
  }

  @Post('admin/mates')
  @Access({ admin: true })
  @ZodResponse({ status: 201, type: MateDto })
  create(@CurrentPrincipal() principal: Principal, @Body() body: CreateMateRequestDto): Promise<MateDto> {
    return this.mates.create(principal.userId, body);
  }

  @Delete('admin/mates/:id')
  @Access({ admin: true })
  @HttpCode(204)
  async delete(@Param('id') id: string): Promise<void> {
    await this.mates.delete(id);
  }
}
