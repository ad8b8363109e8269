/**
 * Every error code of the platform with the HTTP status it always travels with and the sentence a person
 * reads when the place that raised it had nothing more precise to say.
 */
export const ERROR_CODES = {
  VALIDATION_FAILED: [400, 'The request does not have the expected shape. See details for the fields to correct.'],
  UNKNOWN_PROPERTY: [400, 'The request contains a property that is not known. Remove it and try again.'],
  MALFORMED_BODY: [400, 'The request body could not be read. Check that it is complete and valid.'],
  MALFORMED_REQUEST: [400, 'The request is not valid HTTP.'],
  CURSOR_INVALID: [400, 'The cursor is not valid. Start again without a cursor.'],
  HOST_INVALID: [400, 'The Host header is not valid.'],
  PATH_INVALID: [400, 'The request path is not in its plain form.'],
  CREDENTIAL_IN_URL: [400, 'Send credentials in the Authorization header, never in the address.'],
  CODE_INVALID: [400, 'The code is wrong or has expired. Signing in sends a new one when it has expired.'],
  UNAUTHENTICATED: [401, 'Sign in or send an API key.'],
  CREDENTIALS_INVALID: [401, 'The name or the password is wrong.'],
  TOKEN_INVALID: [401, 'The access token is not valid. Sign in again.'],
  TOKEN_EXPIRED: [401, 'The access token has expired. Refresh it or sign in again.'],
  TOKEN_TYPE: [401, 'This kind of token is not accepted here.'],
  TOKEN_AUDIENCE: [401, 'This token was made for another service.'],
  API_KEY_INVALID: [401, 'The API key is not valid or was revoked.'],
  SESSION_REVOKED: [401, 'This session has ended. Sign in again.'],
  REFRESH_REUSED: [401, 'This session was ended because an old refresh token was used. Sign in again.'],
  REFRESH_INVALID: [401, 'The session could not be refreshed. Sign in again.'],
  ACCOUNT_SUSPENDED: [401, 'This account is suspended. Ask an administrator.'],
  CALLER_UNTRUSTED: [401, 'The calling service could not be identified.'],
  INSUFFICIENT_CREDITS: [402, 'Your credits do not cover this request. Ask an administrator for more.'],
  FORBIDDEN: [403, 'Your account may not do this.'],
  SCOPE_DENIED: [403, 'This API key does not have the scope for this request.'],
  PASSWORD_WRONG: [403, 'The password is wrong. Nothing was changed.'],
  ORIGIN_DENIED: [403, 'Requests from this origin are not accepted here.'],
  EMAIL_NOT_VERIFIED: [403, 'Confirm your e-mail address with the code we sent, then sign in.'],
  TOOL_DENIED: [403, 'This app may not call that skill.'],
  TOOL_CONFIRMATION_REQUIRED: [403, 'This skill changes things and needs your approval first.'],
  NOT_FOUND: [404, 'There is nothing at this address.'],
  INVITE_INVALID: [404, 'This invite does not exist or has expired. Ask for a new one.'],
  METHOD_NOT_ALLOWED: [405, 'This address does not accept this method.'],
  REQUEST_TIMEOUT: [408, 'The request took too long to arrive. Try again.'],
  INVITE_USED: [409, 'This invite has already been used. Ask for a new one.'],
  USERNAME_TAKEN: [409, 'This user name is taken. Choose another one.'],
  EMAIL_TAKEN: [409, 'This e-mail address already has an account. Sign in instead.'],
  LAST_ADMIN: [409, 'You are the last administrator. Invite another one before you delete your account.'],
  CHAT_BUSY: [409, 'An answer is still being written in this chat. Wait for it or cancel it.'],
  CHAT_CHAIN_BROKEN: [409, 'This chat was changed outside of the server: messages are missing, old or out of place. You can look at what remains, but not go on in it.'],
  KEY_ROTATION_RUNNING: [409, 'The last rotation of the keys is still being applied. Wait until it is done.'],
  KEY_VERSION_IN_USE: [409, 'This version of the keys is still needed, so it cannot be retired.'],
  IDEMPOTENCY_IN_PROGRESS: [409, 'The first request with this idempotency key is still running.'],
  STREAM_EXPIRED: [410, 'This stream is no longer available. Load the chat to see the finished message.'],
  SHARE_GONE: [410, 'This link no longer works: it has expired, was opened as often as allowed, or was revoked. Ask for a new one.'],
  PAYLOAD_TOO_LARGE: [413, 'The request is too large.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'This kind of content is not accepted here.'],
  DECRYPTION_FAILED: [422, 'The stored content could not be opened.'],
  ENVELOPE_SUITE_UNSUPPORTED: [422, 'The envelope uses an algorithm suite that is not accepted here. Use one that is.'],
  IDEMPOTENCY_MISMATCH: [422, 'This idempotency key was used for another request. Use a new one.'],
  PRICE_UNKNOWN: [422, 'This skill or model has no price yet, so it cannot be used. Ask an administrator.'],
  MESSAGE_REFUSED: [422, 'This message asks for something that this server does not answer.'],
  TOOL_BUDGET: [422, 'The answer needed more steps than it is allowed to take.'],
  PDF_INVALID: [422, 'The file is damaged or not a PDF.'],
  PDF_ENCRYPTED: [422, 'The PDF is protected by a password. Remove the protection and upload it again.'],
  PDF_LIMIT: [422, 'The PDF needs more memory or time than is allowed.'],
  PAGE_OUT_OF_RANGE: [422, 'The document does not have the page that was asked for.'],
  MANIFEST_INVALID: [422, 'The app manifest is not valid.'],
  MANIFEST_FORBIDDEN: [422, 'The app manifest asks for a setting that no app may have.'],
  RATE_LIMITED: [429, 'Too many requests. Wait a moment and try again.'],
  STREAM_LIMIT: [429, 'Too many answers are being written for you at once. Wait for one to finish.'],
  HEADERS_TOO_LARGE: [431, 'The request headers are too large.'],
  ENCRYPTION_FAILED: [500, 'The content could not be sealed. Nothing was stored or sent.'],
  INTERNAL_ERROR: [500, 'Something went wrong on our side. Try again; if it stays, give the request id to an administrator.'],
  SKILL_FAILED: [502, 'The app could not finish this request.'],
  SKILL_BAD_RESPONSE: [502, 'The app sent an answer that could not be understood.'],
  MODEL_FAILED: [502, 'The model provider could not answer.'],
  APP_WAKING: [503, 'The app is starting. Try again in a moment.'],
  APP_UNAVAILABLE: [503, 'The app is not available right now.'],
  APP_NEEDS_ATTENTION: [503, 'The app stopped too often and is not available right now. Ask an administrator to look at it.'],
  ENGINE_UNAVAILABLE: [503, 'The container engine is not available right now. Try again in a moment.'],
  KMS_UNAVAILABLE: [503, 'The key service is not available right now. Nothing was lost; try again in a moment.'],
  DATABASE_UNAVAILABLE: [503, 'The database is not available right now. Try again in a moment.'],
  BLOBS_UNAVAILABLE: [503, 'The store for files is not available right now. Try again in a moment.'],
  SHUTTING_DOWN: [503, 'The server is restarting. Try again in a moment.'],
  SKILL_TIMEOUT: [504, 'The app took too long to answer.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** A code from {@link ERROR_CODES}. Codes are stable: clients may branch on them. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The HTTP status that belongs to a code. */
export function statusOf(code: ErrorCode): number {
  return ERROR_CODES[code][0];
}

/** Whether a string from outside (an app's answer, a stored row) is one of our codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
