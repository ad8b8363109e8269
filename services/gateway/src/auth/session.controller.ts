import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { ListenOn } from '@mateship/service-kit';
import type { FastifyReply } from 'fastify';
import { Access, CurrentPrincipal, StrictThrottle, type Principal } from '../access/index.js';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { LoginDto, SessionResponseDto } from './auth.dto.js';
import { LoginService } from './login.service.js';
import { refuseForeignOrigin } from './origin.js';
import { expiredRefreshCookie, readRefreshCookie, refreshCookie } from './refresh-cookie.js';
import { REFRESH_TOKEN_SECONDS, SessionsService, type OpenedSession } from './sessions.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

@Controller('v1/auth')
@ListenOn('public')
export class SessionController {
  private readonly secure: boolean;

  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) config: Pick<GatewayConfig, 'publicUrl'>,
  ) {
    this.secure = config.publicUrl.startsWith('https:');
  }

  @Post('login')
  @Access({ public: true })
  @StrictThrottle('login')
  @ZodResponse({ status: 200, type: SessionResponseDto })
  async login(@Body() request: LoginDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionResponseDto> {
    return this.give(await this.logins.login(request), reply);
  }

  @Post('refresh')
  @Access({ public: true })
  @ZodResponse({ status: 200, type: SessionResponseDto })
  async refresh(@Headers() headers: Record<string, string | undefined>, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionResponseDto> {
    refuseForeignOrigin(headers);
    return this.give(await this.sessions.refresh(readRefreshCookie(headers.cookie)), reply);
  }

  @Post('logout')
  @Access({ user: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async logout(@CurrentPrincipal() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (principal.kind === 'session') await this.sessions.end(principal.sessionId);
    reply.header('set-cookie', expiredRefreshCookie({ secure: this.isSecure(reply) }));
  }

  private give({ response, refreshToken }: OpenedSession, reply: FastifyReply): SessionResponseDto {
    reply.header('set-cookie', refreshCookie(refreshToken, { secure: this.isSecure(reply), maxAgeSeconds: REFRESH_TOKEN_SECONDS }));
    reply.header('cache-control', 'no-store');
    return response;
  }

  /** Whether the browser came over TLS; a cookie that is marked so never travels without. */
  private isSecure({ request }: FastifyReply): boolean {
    return this.secure || request.forwarded?.secure === true;
  }
}
