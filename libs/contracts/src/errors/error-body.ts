import { z } from 'zod';

/** The body of every error answer of every service, apart from the OpenAI-compatible routes. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string().describe('Stable code, for example INSUFFICIENT_CREDITS.'),
      message: z.string().describe('A sentence that tells the person what to do.'),
      details: z.record(z.string(), z.unknown()),
      timestamp: z.iso.datetime(),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'ErrorBody' });
export type ErrorBody = z.infer<typeof ErrorBody>;
