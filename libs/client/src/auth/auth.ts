import type { CheckInviteResponse, CheckUsernameResponse, LoginRequest, SessionResponse, SignupRequest, SignupResponse, VerifyEmailResponse } from '@mateship/contracts';
import type { OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** Sign-up, sign-in and the session. None of these need a token; refresh and logout use the HttpOnly cookie. */
export function authApi(transport: Transport) {
  const post = <Result>(action: string, body: unknown, options?: CallOptions) =>
    transport.json<Result>({ method: 'POST', path: `/v1/auth/${action}`, body, anonymous: true, ...options });

  return {
    checkInvite: (inviteToken: string, options?: CallOptions) =>
      post<OutputOf<typeof CheckInviteResponse>>('check_invite_token_valid', { inviteToken }, options),
    checkUsername: (username: string, options?: CallOptions) =>
      post<OutputOf<typeof CheckUsernameResponse>>('check_username_valid', { username }, options),
    signup: (request: SignupRequest, options?: CallOptions) => post<OutputOf<typeof SignupResponse>>('signup', request, options),
    verifyEmail: (email: string, code: string, options?: CallOptions) =>
      post<OutputOf<typeof VerifyEmailResponse>>('verify_email_code', { email, code }, options),
    login: (request: LoginRequest, options?: CallOptions) => post<SessionResponse>('login', request, options),
    refresh: (options?: CallOptions) => post<SessionResponse>('refresh', undefined, options),
    logout: (options?: CallOptions) => transport.json<void>({ method: 'POST', path: '/v1/auth/logout', ...options }),
  };
}
