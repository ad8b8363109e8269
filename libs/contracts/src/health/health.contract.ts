import { z } from 'zod';

/** Answer of /health, /health/ready and, without dependencies, /health/live. */
export const HealthReport = z
  .object({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    service: z.string(),
    version: z.string(),
    dependencies: z.record(z.string(), z.object({ status: z.enum(['up', 'down']), needed: z.boolean(), reason: z.string().optional() })),
  })
  .meta({ id: 'HealthReport' });
export type HealthReport = z.infer<typeof HealthReport>;
