import { z } from 'zod';

/**
 * Where an app is in its life. A sleeping app holds no memory and starts on its first call; one that crashed too
 * often waits for an administrator.
 */
export const AppState = z.enum(['sleeping', 'waking', 'awake', 'crashed', 'needs_attention']).meta({ id: 'AppState' });
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

/** An installed app as an administrator sees it: what it uses, how it does, what it may reach. */
export const AdminApp = AppSummary.extend({
  pinned: z.boolean().describe('Kept awake by an administrator.'),
  idleSeconds: z.number().describe('Seconds without a call before it sleeps.'),
  memoryBytes: z.int().describe('0 while it sleeps.'),
  cpuPercent: z.number().describe('Percent of one core; 0 while it sleeps.'),
  lastUsedAt: z.iso.datetime().nullable(),
  lastWakeMs: z.int().nullable(),
  restarts: z.int().describe('Restarts after a crash in the last 30 minutes.'),
  attention: z.object({ since: z.iso.datetime(), lastLines: z.array(z.string()) }).nullable(),
  egress: z.array(z.string()).describe('The only outside addresses it may reach.'),
}).meta({ id: 'AdminApp' });
export type AdminApp = z.infer<typeof AdminApp>;

/** Answer of the list of apps for administrators. */
export const AdminAppList = z.object({ items: z.array(AdminApp) });
/** What an administrator can change of an app. */
export const UpdateAppRequest = z.strictObject({ pinned: z.boolean() });
export type UpdateAppRequest = z.infer<typeof UpdateAppRequest>;
