import { Body, Controller, Post } from '@nestjs/common';
import { Username } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { Access, StrictThrottle } from '../access/index.js';
import { InvitesService } from '../invites/invites.service.js';
import { UsersRepository } from '../users/users.repository.js';
import {
  CheckInviteDto,
  CheckInviteResponseDto,
  CheckUsernameDto,
  CheckUsernameResponseDto,
  SignupDto,
  SignupResponseDto,
  VerifyEmailDto,
  VerifyEmailResponseDto,
} from './auth.dto.js';
import { EmailCodesService } from './email-codes.service.js';
import { SignupService } from './signup.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

@Controller('v1/auth')
@ListenOn('public')
export class SignupController {
  constructor(
    private readonly invites: InvitesService,
    private readonly users: UsersRepository,
    private readonly signups: SignupService,
    private readonly emailCodes: EmailCodesService,
  ) {}

  @Post('check_invite_token_valid')
  @Access({ public: true })
  @StrictThrottle('check')
  @ZodResponse({ status: 200, type: CheckInviteResponseDto })
  checkInvite(@Body() { inviteToken }: CheckInviteDto): Promise<CheckInviteResponseDto> {
    return this.invites.check(inviteToken);
  }

  @Post('check_username_valid')
  @Access({ public: true })
  @StrictThrottle('check')
  @ZodResponse({ status: 200, type: CheckUsernameResponseDto })
  async checkUsername(@Body() { username }: CheckUsernameDto): Promise<CheckUsernameResponseDto> {
    if (!Username.safeParse(username).success) return { valid: false, reason: 'format' };
    const taken = await this.users.usernameExists(username);
    return taken ? { valid: false, reason: 'taken' } : { valid: true, reason: null };
  }

  @Post('signup')
  @Access({ public: true })
  @StrictThrottle('signup')
  @ZodResponse({ status: 201, type: SignupResponseDto })
  signup(@Body() request: SignupDto): Promise<SignupResponseDto> {
    return this.signups.signup(request);
  }

  @Post('verify_email_code')
  @Access({ public: true })
  @StrictThrottle('verify')
  @ZodResponse({ status: 200, type: VerifyEmailResponseDto })
  async verifyEmail(@Body() { email, code }: VerifyEmailDto): Promise<VerifyEmailResponseDto> {
    return { user: await this.emailCodes.verify(email, code) };
  }
}
