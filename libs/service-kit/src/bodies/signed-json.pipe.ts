import { Injectable, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { validationError } from '../errors/validation-faults.js';
import { parseJson } from './parse-json.js';

/** Reads the bytes that a caller signed as JSON of one shape. For the body of a route with `RawBody`. */
@Injectable()
export class SignedJson<T> implements PipeTransform<unknown, T> {
  /** @param schema what the body must look like. */
  constructor(private readonly schema: z.ZodType<T>) {}

  /** @throws DomainError MALFORMED_BODY, VALIDATION_FAILED or UNKNOWN_PROPERTY. */
  transform(body: unknown): T {
    const result = this.schema.safeParse(parseJson(Buffer.isBuffer(body) ? body : Buffer.alloc(0)));
    if (!result.success) throw validationError(result.error);
    return result.data;
  }
}
