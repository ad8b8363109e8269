import { z } from 'zod';

/** Where an app is in its life. A sleeping app holds no memory and starts on its first call. */
export const AppState = z.enum(['sleeping', 'waking', 'awake', 'crashed']).meta({ id: 'AppState' });
export type AppState = z.infer<typeof AppState>;

/** A skill as people and API clients see it: what it takes, what it gives, what it costs. Schemas are as in app.yaml. */
export const SkillSummary = z
  .object({
    app: z.string(),
    id: z.string(),
    title: z.string(),
    description: z.string(),
    price: z.int().describe('Micro-credits for one call.'),
    streaming: z.boolean(),
    input: z.record(z.string(), z.unknown()).describe('JSON Schema.'),
    output: z.record(z.string(), z.unknown()).describe('JSON Schema.'),
    hints: z.object({ readOnly: z.boolean(), destructive: z.boolean(), idempotent: z.boolean(), openWorld: z.boolean() }),
  })
  .meta({ id: 'SkillSummary' });
export type SkillSummary = z.infer<typeof SkillSummary>;

/** An installed app; `skills` holds the ids of its skills. */
export const AppSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    version: z.string(),
    publisher: z.string(),
    description: z.string(),
    state: AppState,
    skills: z.array(z.string()),
  })
  .meta({ id: 'AppSummary' });
export type AppSummary = z.infer<typeof AppSummary>;

/** Answer of the list of installed apps. */
export const AppList = z.object({ items: z.array(AppSummary) });
/** Answer of the list of skills of all installed apps. */
export const SkillList = z.object({ items: z.array(SkillSummary) });
