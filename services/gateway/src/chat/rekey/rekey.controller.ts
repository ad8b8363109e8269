import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RekeyChatRequest, RekeyChatResponse } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../../access/index.js';
import { ZodResponse } from '../../platform/zod-response.decorator.js';
import { ChatRekeying } from './chat-rekeying.js';

class RekeyChatRequestDto extends createZodDto(RekeyChatRequest) {}
class RekeyChatResponseDto extends createZodDto(RekeyChatResponse) {}

@Controller('v1/chat/rekey')
@ListenOn('public')
export class RekeyController {
  constructor(private readonly rekeying: ChatRekeying) {}

  @Post()
  @Access({ scope: 'chat' })
  @HttpCode(202)
  @ZodResponse({ status: 202, type: RekeyChatResponseDto })
  async rekey(@CurrentPrincipal() principal: Principal, @Body() { chatId }: RekeyChatRequestDto): Promise<RekeyChatResponseDto> {
    return { chatId, rekeying: await this.rekeying.start(principal.userId, chatId) };
  }
}
