import { DomainError, type ErrorCode } from '@mateship/contracts';
import type { HttpException } from '@nestjs/common';
import { ZodError, type z } from 'zod';

interface ValidationFaults {
  code: ErrorCode;
  details: Record<string, unknown>;
}

/** Reads the exception of nestjs-zod's pipe, known by its method, so that its package (and swagger) stays out of apps. */
export function faultsOf(error: HttpException): ValidationFaults | undefined {
  if (error.getStatus() !== 400 || !('getZodError' in error) || typeof error.getZodError !== 'function') return undefined;
  const zodError: unknown = error.getZodError();
  return zodError instanceof ZodError ? describeIssues(zodError.issues) : undefined;
}

/** What zod found wrong with something from outside, as VALIDATION_FAILED or UNKNOWN_PROPERTY with the fields to correct. */
export function validationError(error: z.ZodError): DomainError {
  const { code, details } = describeIssues(error.issues);
  return new DomainError(code, { details });
}

/** Code and details for what zod found: UNKNOWN_PROPERTY when nothing but unknown properties is wrong. */
function describeIssues(issues: readonly z.core.$ZodIssue[]): ValidationFaults {
  const fields = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not known' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
  const onlyUnknown = issues.length > 0 && issues.every((issue) => issue.code === 'unrecognized_keys');
  return { code: onlyUnknown ? 'UNKNOWN_PROPERTY' : 'VALIDATION_FAILED', details: { fields } };
}
