import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { ZodValidationException } from 'nestjs-zod';
import type { z } from 'zod';

/** Reads the bytes that the caller signed as JSON of one shape. */
@Injectable()
export class SignedJson<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(body: unknown): T {
    const result = this.schema.safeParse(parse(body));
    if (!result.success) throw new ZodValidationException(result.error);
    return result.data;
  }
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse((body as Buffer).toString('utf8'));
  } catch (cause) {
    throw new DomainError('MALFORMED_BODY', { cause });
  }
}
