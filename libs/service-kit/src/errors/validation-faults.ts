import type { ErrorCode } from '@mateship/contracts';
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

/** Code and details for what zod found: UNKNOWN_PROPERTY when nothing but unknown properties is wrong. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): ValidationFaults {
  const fields = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not known' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
  const onlyUnknown = issues.length > 0 && issues.every((issue) => issue.code === 'unrecognized_keys');
  return { code: onlyUnknown ? 'UNKNOWN_PROPERTY' : 'VALIDATION_FAILED', details: { fields } };
}
