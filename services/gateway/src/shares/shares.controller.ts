import { Body, Controller, Delete, Get, Header, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { ChatSummary, CopyShareRequest, CreateShareRequest, Share, ShareLink, SharePage, ShareQuery } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';
import { ShareCopiesService } from './share-copies.service.js';
import { ShareEndings } from './share-endings.js';
import { SharesService } from './shares.service.js';

class CreateShareDto extends createZodDto(CreateShareRequest) {}
class CopyShareDto extends createZodDto(CopyShareRequest) {}
class ChatSummaryDto extends createZodDto(ChatSummary.meta({})) {}
class ShareDto extends createZodDto(Share.meta({})) {}
class SharePageDto extends createZodDto(SharePage) {}
class ShareQueryDto extends createZodDto(ShareQuery) {}
class ShareLinkDto extends createZodDto(ShareLink) {}

@Controller('v1/shares')
@ListenOn('public')
export class SharesController {
  constructor(
    private readonly shares: SharesService,
    private readonly endings: ShareEndings,
    private readonly copies: ShareCopiesService,
  ) {}

  @Post()
  @Access({ scope: 'share' })
  @ZodResponse({ status: 201, type: ShareDto })
  create(@CurrentPrincipal() principal: Principal, @Body() body: CreateShareDto): Promise<ShareDto> {
    return this.shares.create(principal.userId, body);
  }

  @Get()
  @Access({ scope: 'share' })
  @ZodResponse({ type: SharePageDto })
  list(@CurrentPrincipal() principal: Principal, @Query() query: ShareQueryDto): Promise<SharePageDto> {
    return this.shares.list(principal.userId, query);
  }

  /** A snapshot that was opened in the browser becomes a chat of its reader. */
  @Post('copy')
  @Access({ scope: 'chat' })
  @ZodResponse({ status: 201, type: ChatSummaryDto })
  copy(@CurrentPrincipal() principal: Principal, @Body() body: CopyShareDto): Promise<ChatSummaryDto> {
    return this.copies.create(principal.userId, body);
  }

  @Get(':id/link')
  @Access({ scope: 'share' })
  @Header('cache-control', 'no-store')
  @ZodResponse({ type: ShareLinkDto })
  link(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<ShareLinkDto> {
    return this.shares.link(principal.userId, id);
  }

  @Delete(':id')
  @Access({ scope: 'share' })
  @HttpCode(204)
  @ApiNoContentResponse()
  revoke(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.endings.revoke(id, principal.userId);
  }
}
