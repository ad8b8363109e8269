import { Controller, Delete, HttpCode, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { ListenOn } from '@mateship/service-kit';
import { Access } from '../access/index.js';
import { ShareEndings } from './share-endings.js';

/** An administrator who is shown a link can end it, and not read it. */
@Controller('v1/admin/shares')
@ListenOn('public')
export class AdminSharesController {
  constructor(private readonly endings: ShareEndings) {}

  @Delete(':id')
  @Access({ admin: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.endings.revoke(id, null);
  }
}
