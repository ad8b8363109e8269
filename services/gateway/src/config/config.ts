import { databaseLoginSettings } from '@mateship/vault-session';
import { z } from 'zod';

const address = z.string().regex(/^(unix:\/.+|[^:]+:\d+)$/, 'must be unix:/path or host:port');

const Model = z.strictObject({
  id: z.string().min(1),
  inputPrice: z.int().min(0).default(0).describe('Micro-credits for one million input tokens.'),
  outputPrice: z.int().min(0).default(0).describe('Micro-credits for one million output tokens.'),
  maxOutputTokens: z.int().min(1).default(4096),
});

const Provider = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  baseUrl: z.url(),
  apiKey: z.string().optional(),
  timeoutMs: z.int().min(100).default(60_000),
  models: z.array(Model).min(1),
});

/** Where contents of files lie: a folder (`<data>/blobs` when none is named) or a bucket that speaks S3. */
const Blobs = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), folder: z.string().min(1).optional() }),
  z.strictObject({
    kind: z.literal('s3'),
    endpoint: z.url().optional().describe('Of an S3 server that is not Amazon; buckets are then named in the path.'),
    region: z.string().min(1).default('us-east-1'),
    bucket: z.string().min(3).max(63),
    accessKeyId: z.string().min(1),
    secretKey: z.string().min(1).describe('Secret: comes as a file.'),
  }),
]);
export type BlobsConfig = z.infer<typeof Blobs>;

const redisUrl = z.url({ protocol: /^(redis|rediss|unix)$/ }).describe('Secret: comes as a file. Without it counters and the like stay in this process.');

const Settings = z.strictObject({
  listen: z.strictObject({
    public: address,
    internal: address,
    apps: address.optional().describe('Where apps call back. Apps as processes use a socket of their own when it is left out.'),
  }),
  runtime: z.enum(['embedded', 'containers']).default('embedded').describe('Apps run as child processes, or as containers through the updater.'),
  updater: z.strictObject({ target: address, secret: z.string().min(32).describe('Secret: comes as a file.') }).optional(),
  publicUrl: z.url(),
  databaseUrl: z.string().min(1).describe('Secret: comes as a file.'),
  databaseLogin: databaseLoginSettings('gateway').describe('Whose login the database sees: the one of its URL, or one that Vault lends.'),
  databasePool: z.int().min(2).max(100).default(16),
  vault: z.strictObject({ target: address, secret: z.string().min(32).describe('Secret: comes as a file.') }),
  redisUrl: redisUrl.optional(),
  trustProxy: z.boolean().default(false).describe('Whether X-Forwarded-For and -Proto are believed: only behind a proxy that nobody can go around.'),
  blobs: Blobs.default({ kind: 'folder' }),
  appsDir: z.string().min(1),
  runDir: z.string().min(1),
  dataDir: z.string().min(1),
  webDir: z.string().optional(),
  firstInviteFile: z.string().min(1),
  signupCredits: z.coerce.number().min(0).max(1e9).default(1000).describe('Credits a new account starts with.'),
  rateLimit: z.coerce.number().int().min(1).default(600).describe('Requests a minute for one account or address.'),
  appIdle: z.coerce.number().min(0.2).optional().describe('Seconds; replaces the idle limit of every app.'),
  models: z
    .strictObject({
      providers: z.array(Provider).default([]),
      default: z.string().optional().describe('provider/model'),
      discoverOllama: z.boolean().default(true),
    })
    .prefault({}),
  budget: z
    .strictObject({
      calls: z.int().min(0).default(12),
      tokens: z.int().min(1).default(16_000),
      seconds: z.int().min(1).default(240),
    })
    .prefault({}),
});

/** Everything the gateway can be told: the section `gateway` of mateship.yaml, overlaid by MATESHIP_GATEWAY_*. */
export const GatewayConfig = Settings.superRefine((config, context) => {
  if (config.runtime !== 'containers') return;
  if (!config.updater) context.addIssue({ code: 'custom', path: ['updater'], message: 'is needed when apps run as containers' });
  if (!config.listen.apps) context.addIssue({ code: 'custom', path: ['listen', 'apps'], message: 'is needed when apps run as containers' });
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;

/** Injection token of the parsed {@link GatewayConfig}. */
export const CONFIG = Symbol('GatewayConfig');
