import { ApiError } from '@mateship/client';
import { i18n } from '../text/i18n.js';
import { isAway } from './server-away.js';

/** An error as a person reads it. The request id is given where only an administrator can help. */
export interface ErrorText {
  message: string;
  requestId: string | null;
}

/** Our own sentence for the code where there is one, else the server's; never a stack or a status number alone. */
export function describeError(error: unknown): ErrorText {
  if (isAway(error)) return { message: i18n.t('error.unreachable'), requestId: null };
  if (!(error instanceof ApiError)) return { message: i18n.t(isOffline(error) ? 'error.unreachable' : 'error.unexpected'), requestId: null };
  return {
    message: describeCode(error.code, waitHint(error) ?? error.message),
    requestId: error.status >= 500 ? error.requestId : null,
  };
}

/** A sentence for a code that came without an ApiError, for example in a stream. */
export function describeCode(code: string, message: string): string {
  return i18n.exists(`error.code.${code}`) ? i18n.t(`error.code.${code}` as 'error.unexpected') : message;
}

/** A refusal stays a refusal; only a server that is away or busy may answer differently in a moment. */
export function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 503 || error.status === 504;
}

function waitHint(error: ApiError): string | null {
  const isBusy = error.status === 429 && error.retryAfter !== null;
  return isBusy ? i18n.t('error.wait', { message: error.message, count: error.retryAfter ?? 0 }) : null;
}

function isOffline(error: unknown): boolean {
  return error instanceof TypeError;
}
