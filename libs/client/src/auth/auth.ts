import type { CheckInviteResponse, CheckUsernameResponse, LoginRequest, SessionResponse, SignupRequest, SignupResponse, VerifyEmailResponse } from '@mateship/contracts';
import type { ApiPath } from '../transport/api-path.js';
import type { OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** Sign-up, sign-in and the session. None of these need a token; refresh and logout use the HttpOnly cookie. */
export function authApi(transport: Transport) {
  const post = <Result>(path: Extract<ApiPath, `/v1/auth/${string}`>, body: unknown, options?: CallOptions) =>
    transport.json<Result>({ method: 'POST', path, body, anonymous: true, ...options });

  return {
    checkInvite: (inviteToken: string, options?: CallOptions) =>
      post<OutputOf<typeof CheckInviteResponse>>('/v1/auth/check_invite_token_valid', { inviteToken }, options),
    checkUsername: (username: string, options?: CallOptions) =>
      post<OutputOf<typeof CheckUsernameResponse>>('/v1/auth/check_username_valid', { username }, options),
    signup: (request: SignupRequest, options?: CallOptions) => post<OutputOf<typeof SignupResponse>>('/v1/auth/signup', request, options),
    verifyEmail: (email: string, code: string, options?: CallOptions) =>
      post<OutputOf<typeof VerifyEmailResponse>>('/v1/auth/verify_email_code', { email, code }, options),
    login: (request: LoginRequest, options?: CallOptions) => post<SessionResponse>('/v1/auth/login', request, options),
    refresh: (options?: CallOptions) => post<SessionResponse>('/v1/auth/refresh', undefined, options),
    logout: (options?: CallOptions) => transport.json<void>({ method: 'POST', path: '/v1/auth/logout', ...options }),
  };
}
