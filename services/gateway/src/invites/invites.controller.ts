import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { CreatedInvite, CreateInviteRequest, InviteList } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { InvitesService } from './invites.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class CreateInviteDto extends createZodDto(CreateInviteRequest) {}
class CreatedInviteDto extends createZodDto(CreatedInvite) {}
class InviteListDto extends createZodDto(InviteList) {}
class InviteIdDto extends createZodDto(z.strictObject({ id: z.uuid() })) {}

@Controller('v1/admin/invites')
@ListenOn('public')
export class InvitesController {
  constructor(private readonly invites: InvitesService) {}

  @Post()
  @Access({ admin: true })
  @ZodResponse({ status: 201, type: CreatedInviteDto })
  create(@CurrentPrincipal() principal: Principal, @Body() request: CreateInviteDto): Promise<CreatedInviteDto> {
    return this.invites.create(principal.userId, request);
  }

  @Get()
  @Access({ admin: true })
  @ZodResponse({ status: 200, type: InviteListDto })
  async list(): Promise<InviteListDto> {
    return { items: await this.invites.list() };
  }

  @Delete(':id')
  @Access({ admin: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  revoke(@Param() { id }: InviteIdDto): Promise<void> {
    return this.invites.revoke(id);
  }
}
