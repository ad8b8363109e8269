import { z } from 'zod';

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens');

const ConfiguredModel = z.strictObject({
  id: z.string().min(1).max(200).describe("The model's name at the provider."),
  inputPrice: z.int().min(0).default(0).describe('Micro-credits for one million input tokens.'),
  outputPrice: z.int().min(0).default(0).describe('Micro-credits for one million output tokens.'),
  maxOutputTokens: z.int().min(1).default(4096),
});

const ConfiguredProvider = z.strictObject({
  id: id.refine((value) => value !== 'offline' && value !== 'ollama', 'is reserved'),
  baseUrl: z.url({ protocol: /^https?$/ }).describe('Up to and with /v1.'),
  apiKey: z.string().min(1).optional(),
  models: z.array(ConfiguredModel).min(1),
  timeoutMs: z.int().min(100).max(600_000).default(60_000).describe('Longest silence of the server.'),
});
export type ConfiguredProvider = z.infer<typeof ConfiguredProvider>;

/** What an admin sets about models; it arrives as the secret file `providers`, because it holds keys. */
export const ProvidersConfig = z.strictObject({
  providers: z.array(ConfiguredProvider).default([]).describe('In the order in which they stand in for each other.'),
  default: z.string().optional().describe('provider/model'),
  discoverOllama: z.boolean().default(true).describe('Use an Ollama on this machine when there is one.'),
});
export type ProvidersConfig = z.infer<typeof ProvidersConfig>;

/** Reads the secret; no secret means no configured provider. Throws a plain Error that names the wrong keys, never their values. */
export function readProvidersConfig(secret: string | null): ProvidersConfig {
  if (!secret?.trim()) return ProvidersConfig.parse({});
  const parsed = ProvidersConfig.safeParse(parseJson(secret));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'} ${issue.message}`);
  throw new Error(`The secret "providers" is not valid: ${wrong.join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
