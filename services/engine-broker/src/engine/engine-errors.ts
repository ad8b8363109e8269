import { DomainError } from '@mateship/contracts';

/** The HTTP status with which the Engine refused; undefined when it did not answer at all. */
export function engineStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/**
 * What a fault of the Engine is for callers: ENGINE_UNAVAILABLE when it is away, late or broken; APP_UNAVAILABLE when
 * it refused. Its own words stay in the log.
 */
export function engineFault(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  const status = engineStatus(cause);
  const refused = status !== undefined && status < 500;
  return new DomainError(refused ? 'APP_UNAVAILABLE' : 'ENGINE_UNAVAILABLE', { cause });
}
