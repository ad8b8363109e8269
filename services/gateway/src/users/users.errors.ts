import { DomainError, type ErrorCode } from '@mateship/contracts';
import { QueryFailedError } from 'typeorm';

const TAKEN: Record<string, ErrorCode> = {
  user_account_username_key: 'USERNAME_TAKEN',
  user_account_email_key: 'EMAIL_TAKEN',
};

/** What a failed insert means to a person when a unique constraint refused it; any other error as it is. */
export function asTaken(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  const { constraint } = error.driverError as { constraint?: string };
  const code = constraint && TAKEN[constraint];
  return code ? new DomainError(code, { cause: error }) : error;
}
