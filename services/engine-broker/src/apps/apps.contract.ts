import { Injectable, type PipeTransform } from '@nestjs/common';
import { validationError } from '@mateship/service-kit';
import { z } from 'zod';

const LogQuery = z.strictObject({ lines: z.string().regex(/^\d{1,4}$/).transform(Number).pipe(z.int().min(1).max(500)).default(100) });

/** Reads how many lines of a log are asked for: 1 to 500, 100 when nobody says. */
@Injectable()
export class LogLines implements PipeTransform<unknown, number> {
  /** @throws DomainError VALIDATION_FAILED or UNKNOWN_PROPERTY. */
  transform(query: unknown): number {
    const result = LogQuery.safeParse(query);
    if (!result.success) throw validationError(result.error);
    return result.data.lines;
  }
}
