import { Controller, Header, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { SHARE_AUTH_HEADER, ShareContent } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, StrictThrottle } from '../access/index.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';
import { ShareReading } from './share-reading.js';

class ShareContentDto extends createZodDto(ShareContent) {}

/** For whoever has a link. An account helps nobody here, and none is needed. */
@Controller('v1/shares')
@ListenOn('public')
export class ShareReadingController {
  constructor(private readonly reading: ShareReading) {}

  /** POST, since each one is counted as a view. */
  @Post(':id/content')
  @Access({ public: true })
  @StrictThrottle('share')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiHeader({ name: SHARE_AUTH_HEADER, description: 'The auth of the link in base64url.', required: true })
  @ZodResponse({ status: 200, type: ShareContentDto })
  read(@Param('id') id: string, @Headers(SHARE_AUTH_HEADER) auth: string | undefined): Promise<ShareContentDto> {
    return this.reading.read(id, auth);
  }
}
