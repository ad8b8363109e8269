import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces } from '@nestjs/swagger';
import { DomainError, FileInfo, MAX_FILE_BYTES } from '@mateship/contracts';
import { ListenOn, patiently } from '@mateship/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { FilesService } from './files.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class FileInfoDto extends createZodDto(FileInfo) {}

const PART_LIMITS = { files: 1, fields: 0, parts: 1, fileSize: MAX_FILE_BYTES + 1, headerPairs: 20 };

/** 25 MB in this time are 230 kbit/s. */
const PATIENCE = { pauseMs: 30_000, mostMs: 900_000 };

@Controller('v1/files')
@ListenOn('public')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Post()
  @Access({ scope: 'chat' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @ZodResponse({ status: 201, type: FileInfoDto })
  upload(@Req() request: FastifyRequest, @CurrentPrincipal() principal: Principal): Promise<FileInfoDto> {
    return patiently(request.raw, PATIENCE, () => this.receive(request, principal));
  }

  @Get(':id')
  @Access({ scope: 'chat' })
  @ZodResponse({ type: FileInfoDto })
  info(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<FileInfoDto> {
    return this.files.info(principal.userId, id);
  }

  @Get(':id/content')
  @Access({ scope: 'chat' })
  @ApiProduces('application/octet-stream')
  async content(@Res() reply: FastifyReply, @CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    const { info, body } = await this.files.open(principal.userId, id);
    await reply
      .header('content-type', info.mime === 'text/plain' ? 'text/plain; charset=utf-8' : info.mime)
      .header('content-length', info.size)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(info.name)}`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(body);
  }

  @Delete(':id')
  @Access({ scope: 'chat' })
  @HttpCode(204)
  async delete(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.files.delete(principal.userId, id);
  }

  private async receive(request: FastifyRequest, principal: Principal): Promise<FileInfoDto> {
    if (!request.isMultipart()) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', { message: 'Send the file as multipart/form-data.' });
    try {
      const parts = request.files({ limits: PART_LIMITS });
      const { value: part } = await parts.next();
      if (!part) throw new DomainError('VALIDATION_FAILED', { message: 'Send one file in the field "file".' });
      const file = await this.files.store(principal.userId, part.filename ?? 'file', part.file);
      await this.expectEnd(parts, principal.userId, file.id);
      return file;
    } catch (error) {
      throw isMultipartFault(error) ? new DomainError('MALFORMED_BODY', { cause: error }) : error;
    }
  }

  /** A form with more than one part is refused as a whole: nobody would miss what was left out of it. */
  private async expectEnd(parts: AsyncIterator<unknown>, ownerId: string, fileId: string): Promise<void> {
    try {
      await parts.next();
    } catch (error) {
      await this.files.delete(ownerId, fileId);
      throw error;
    }
  }
}

/** The multipart parser gives its faults no code; it calls a boundary that is too long a needle. */
function isMultipartFault(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && /unexpected end of|malformed|boundary|part header|premature close|needle/i.test(error.message);
}
