import { DomainError } from '@mateship/contracts';

const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
// SQLSTATE: 08 connection exceptions, 57P01–57P03 shutdown, crash and start-up, 53100 disk full, 53300 too many connections.
const SQL_STATES = /^(08\w{3}|57P0[123]|53[13]00)$/;
// node-postgres gives these faults no code.
const MESSAGES = /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|cannot use a pool after calling end|connection ended unexpectedly/i;

function faultOf(error: unknown): { code?: unknown; message?: unknown } {
  if (typeof error !== 'object' || error === null) return {};
  const driverError = (error as { driverError?: unknown }).driverError;
  return (typeof driverError === 'object' && driverError !== null ? driverError : error) as { code?: unknown; message?: unknown };
}

/** The SQLSTATE or system code of a fault of the driver, also when TypeORM wrapped it. */
export function codeOf(error: unknown): string {
  const { code } = faultOf(error);
  return typeof code === 'string' ? code : '';
}

/** Whether a fault means that the database could not be reached or has no room, as against a statement that is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'DATABASE_UNAVAILABLE';
  const code = codeOf(error);
  if (SYSTEM_CODES.has(code) || SQL_STATES.test(code)) return true;
  const { message } = faultOf(error);
  return typeof message === 'string' && MESSAGES.test(message);
}

/** Turns connection faults into DomainError DATABASE_UNAVAILABLE (with the fault as its cause); gives anything else back as it is. */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof DomainError || !isDatabaseUnavailable(error)) return error;
  return new DomainError('DATABASE_UNAVAILABLE', { cause: error, retryAfter: 2 });
}
