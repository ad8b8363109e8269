import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, at most 40, starting with a letter');

/** The word under `permissions.egress` for the addresses of the model providers that an administrator has configured. */
export const MODEL_PROVIDERS = 'model-providers';

const jsonSchema = z
  .record(z.string(), z.unknown())
  .refine((value) => value.type === 'object', 'must be a JSON Schema of type object');

const SkillHints = z.strictObject({
  readOnly: z.boolean().default(false).describe('Changes nothing anywhere.'),
  destructive: z.boolean().default(false).describe('May delete or overwrite; needs approval in a chat.'),
  idempotent: z.boolean().default(false).describe('Calling it twice does no more than calling it once.'),
  openWorld: z.boolean().default(false).describe('Talks to systems outside the platform.'),
});

/** One skill as an app declares it: what it takes, what it gives, what it costs. */
export const SkillManifest = z.strictObject({
  id,
  title: z.string().min(1).max(80),
  description: z.string().min(1).max(1000).describe('Read by people and by models that choose a skill.'),
  input: jsonSchema,
  output: jsonSchema,
  price: z.int().min(0).default(0).describe('Micro-credits for one call.'),
  timeout: z.int().min(1).max(600).default(30).describe('Seconds for one call, waking the app included.'),
  streaming: z.boolean().default(false).describe('Answers with server-sent events instead of one JSON body.'),
  tool: z.boolean().default(true).describe('Whether mates may call it in a chat.'),
  hints: SkillHints.prefault({}),
  examples: z.array(z.string().min(1).max(300)).max(50).default([]).describe('What people say when they want it.'),
});
export type SkillManifest = z.infer<typeof SkillManifest>;

const Permissions = z.strictObject({
  egress: z
    .array(z.string().regex(/^(model-providers|[a-z0-9][a-z0-9.-]*:\d{1,5})$/, 'host:port or model-providers'))
    .max(64)
    .default([])
    .describe('The only outside addresses the app may reach: host:port, or "model-providers" for the model providers that an administrator has configured.'),
  storage: z.boolean().default(false).describe('A folder of its own that survives restarts.'),
  files: z.enum(['none', 'read', 'write']).default('none').describe('Files of the call it is working on.'),
  secrets: z.array(id).default([]).describe('Names of secrets that the platform hands over as files.'),
  skills: z.array(z.string()).default([]).describe('Skills it may call: app/skill or "*" for what the user and mate may.'),
  models: z.array(z.string()).default([]).describe('Models it may use through the ai app.'),
});

const Resources = z.strictObject({
  cpu: z.number().min(0.1).max(8).default(1).describe('Cores, over each second: 0.5 may be used up in half of one, and then the app waits for the next.'),
  memory: z.int().min(64).max(8192).default(256).describe('MiB.'),
  pids: z.int().min(8).max(1024).default(64),
  nativeAddons: z.boolean().default(false).describe('Loads compiled add-ons.'),
  workers: z.boolean().default(false).describe('Runs worker threads.'),
});

/** The whole of app.yaml. Unknown keys are errors, so a typing mistake can never silently drop a limit. */
export const AppManifest = z
  .strictObject({
    id,
    publisher: id,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'major.minor.patch'),
    name: z.string().min(1).max(60),
    description: z.string().min(1).max(500),
    image: z.string().regex(/^[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}$/, 'name@sha256:digest').optional().describe('Image reference by digest; set when the app is published.'),
    skills: z.array(SkillManifest).min(1).max(64),
    permissions: Permissions.prefault({}),
    resources: Resources.prefault({}),
    idle: z.int().min(1).max(86_400).default(300).describe('Seconds without a call before the app sleeps.'),
    config: z.record(z.string(), z.unknown()).optional().describe('JSON Schema of what an admin can set.'),
    data: z.array(z.strictObject({ volume: id, backup: z.boolean() })).default([]),
    migrations: z.array(z.string().regex(/^[a-z0-9][\w-]*(\.[\w-]+)*$/i, 'a file name')).default([]),
    health: z.strictObject({ path: z.string().regex(/^(\/[\w-]+)+$/, 'a path such as /health/live').default('/health/live') }).prefault({}),
    requires: z.strictObject({ platform: z.string().optional() }).prefault({}),
    breakingVersions: z.array(z.string()).default([]),
  })
  .superRefine((manifest, context) => {
    const seen = new Set<string>();
    manifest.skills.forEach((skill, index) => {
      if (seen.has(skill.id)) context.addIssue({ code: 'custom', path: ['skills', index, 'id'], message: 'is used twice' });
      seen.add(skill.id);
    });
  })
  .meta({ id: 'AppManifest', title: 'Mateship app manifest (app.yaml)' });
export type AppManifest = z.infer<typeof AppManifest>;

/** The JSON Schema of app.yaml as an author writes it (draft 2020-12): what has a default may be left out. Committed as app-manifest.schema.json. */
export function appManifestSchema() {
  const { $defs, $ref: _self, ...head } = z.toJSONSchema(AppManifest, { io: 'input' });
  return { ...head, ...$defs?.AppManifest };
}
