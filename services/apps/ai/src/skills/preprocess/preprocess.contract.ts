import { z } from 'zod';

export const PreprocessInput = z.object({ text: z.string().max(100_000) });
export type PreprocessInput = z.infer<typeof PreprocessInput>;

export const PreprocessOutput = z.object({
  legality: z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
  topic: z.string(),
  difficulty: z.enum(['easy', 'medium', 'hard']),
});
export type PreprocessOutput = z.infer<typeof PreprocessOutput>;
