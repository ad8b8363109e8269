import { Body, Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { CancelRequest, Chat, ChatPage, ChatQuery, DeleteChatRequest, DeleteMessageRequest, DomainError, isErrorCode, PageQuery, SendMessageRequest, SendMessageResponse } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { PrincipalWatch } from '../access/principal-watch.js';
import { AnswersService, type StartedAnswer } from './answers.service.js';
import { MessageDeletion } from './chain/message-deletion.js';
import { ChatRuns } from './chat-runs.js';
import { ChatService } from './chat.service.js';
import { ChatErasure } from './erasure/chat-erasure.js';
import { streamRun, type WatchReader } from './stream-run.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class ChatPageDto extends createZodDto(ChatPage) {}
class ChatDto extends createZodDto(Chat) {}
class ChatQueryDto extends createZodDto(ChatQuery) {}
class PageQueryDto extends createZodDto(PageQuery) {}
class SendMessageRequestDto extends createZodDto(SendMessageRequest) {}
class SendMessageResponseDto extends createZodDto(SendMessageResponse) {}
class CancelRequestDto extends createZodDto(CancelRequest) {}
class DeleteMessageRequestDto extends createZodDto(DeleteMessageRequest) {}
class DeleteChatRequestDto extends createZodDto(DeleteChatRequest) {}

@Controller('v1/chat')
@ListenOn('public')
export class ChatController {
  constructor(
    private readonly chats: ChatService,
    private readonly answers: AnswersService,
    private readonly runs: ChatRuns,
    private readonly watch: PrincipalWatch,
    private readonly deletion: MessageDeletion,
    private readonly erasure: ChatErasure,
  ) {}

  @Get()
  @Access({ scope: 'chat' })
  @ZodResponse({ type: ChatPageDto })
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQueryDto): Promise<ChatPageDto> {
    return this.chats.list(principal.userId, query);
  }

  /** Streams events when the client accepts them; otherwise answers once, when the message is finished. */
  @Post('message')
  @Access({ scope: 'chat' })
  @HttpCode(200)
  @ApiProduces('application/json', 'text/event-stream')
  @ApiOkResponse({ type: SendMessageResponseDto.Output })
  async send(@CurrentPrincipal() principal: Principal, @Body() body: SendMessageRequestDto, @Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const started = await this.answers.start(principal.userId, body);
    if (accept?.includes('text/event-stream')) await streamRun(started.run, 0, reply, this.watchFor(principal));
    else await reply.send(await this.finished(started));
  }

  @Get('stream/:messageId')
  @Access({ scope: 'chat' })
  @ApiProduces('text/event-stream')
  async resume(@CurrentPrincipal() principal: Principal, @Param('messageId', ParseUUIDPipe) messageId: string, @Headers('last-event-id') lastEventId: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const run = this.runs.find(principal.userId, messageId);
    if (!run) throw new DomainError((await this.chats.hasMessage(principal.userId, messageId)) ? 'STREAM_EXPIRED' : 'NOT_FOUND');
    await streamRun(run, parseEventId(lastEventId), reply, this.watchFor(principal));
  }

  @Post('cancel')
  @Access({ scope: 'chat' })
  @HttpCode(204)
  async cancel(@CurrentPrincipal() principal: Principal, @Body() body: CancelRequestDto): Promise<void> {
    const run = this.runs.find(principal.userId, body.messageId);
    if (run) {
      run.cancellation.abort();
      await run.finished;
    } else if (!(await this.chats.hasMessage(principal.userId, body.messageId))) {
      throw new DomainError('NOT_FOUND');
    }
  }

  @Post('delete_message')
  @Access({ scope: 'chat' })
  @HttpCode(204)
  async deleteMessage(@CurrentPrincipal() principal: Principal, @Body() body: DeleteMessageRequestDto): Promise<void> {
    await this.deletion.delete(principal.userId, body.chatId, body.messageId);
  }

  @Post('delete')
  @Access({ scope: 'chat' })
  @HttpCode(204)
  async delete(@CurrentPrincipal() principal: Principal, @Body() body: DeleteChatRequestDto): Promise<void> {
    await this.erasure.erase(principal.userId, body.chatId);
  }

  @Get(':id')
  @Access({ scope: 'chat' })
  @ZodResponse({ type: ChatDto })
  get(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) id: string, @Query() query: ChatQueryDto): Promise<ChatDto> {
    return this.chats.get(principal.userId, id, query.remains);
  }

  private watchFor(principal: Principal): WatchReader {
    return (onLost) => this.watch.start(principal, onLost);
  }

  private async finished(started: StartedAnswer): Promise<SendMessageResponseDto> {
    const { id: messageId, chatId, error } = await started.run.finished;
    if (error) throw new DomainError(isErrorCode(error.code) ? error.code : 'SKILL_FAILED', { message: error.message, details: { messageId, chatId } });
    return { ...(await this.chats.answer(started.run.chat.ownerId, chatId, messageId)), userMessageId: started.userMessageId };
  }
}

function parseEventId(header: string | undefined): number {
  if (header === undefined || header === '') return 0;
  if (!/^\d{1,9}$/.test(header)) throw new DomainError('VALIDATION_FAILED', { message: 'Last-Event-ID is a number that this server gave.' });
  return Number(header);
}
