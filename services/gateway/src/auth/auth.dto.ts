import {
  CheckInviteRequest,
  CheckInviteResponse,
  CheckUsernameRequest,
  CheckUsernameResponse,
  LoginRequest,
  SessionResponse,
  SignupRequest,
  SignupResponse,
  VerifyEmailRequest,
  VerifyEmailResponse,
} from '@mateship/contracts';
import { createZodDto } from 'nestjs-zod';

export class CheckInviteDto extends createZodDto(CheckInviteRequest) {}
export class CheckInviteResponseDto extends createZodDto(CheckInviteResponse) {}
export class CheckUsernameDto extends createZodDto(CheckUsernameRequest) {}
export class CheckUsernameResponseDto extends createZodDto(CheckUsernameResponse) {}
export class SignupDto extends createZodDto(SignupRequest) {}
export class SignupResponseDto extends createZodDto(SignupResponse) {}
export class VerifyEmailDto extends createZodDto(VerifyEmailRequest) {}
export class VerifyEmailResponseDto extends createZodDto(VerifyEmailResponse) {}
export class LoginDto extends createZodDto(LoginRequest) {}
export class SessionResponseDto extends createZodDto(SessionResponse) {}
