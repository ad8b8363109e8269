import path from 'node:path';
import { parseDatabaseUrl } from '@mateship/database';
import { databaseLoginSettings, VaultSettings } from '@mateship/vault-session';
import { z } from 'zod';

const address = z.string().regex(/^(unix:\/.+|[^:]+:\d+)$/, 'must be unix:/path or host:port');

function isDatabaseUrl(text: string): boolean {
  try {
    return parseDatabaseUrl(text).database !== '';
  } catch {
    return false;
  }
}

/** Who holds the key-encryption keys. */
const Keys = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('file') }), VaultSettings.extend({ kind: z.literal('transit') })]);

const Settings = z.strictObject({
  listen: z.strictObject({ internal: address }),
  databaseUrl: z.string().refine(isDatabaseUrl, 'must look like postgres://user:password@host:port/database').describe('Secret: comes as a file.'),
  databaseLogin: databaseLoginSettings('vault').describe('Whose login the database sees: the one of its URL, or one that Vault lends.'),
  keyFile: z.string().refine(path.isAbsolute, 'must be an absolute path').describe('Root keys; created on the first start. With transit: keys that are still under it are moved.'),
  keys: Keys.default({ kind: 'file' }),
  rotateDays: z.int().min(0).max(3650).default(90).describe('Days until the key-encryption keys get a new version by themselves; 0 never.'),
  gatewaySecret: z.string().min(32).describe('Secret: comes as a file. Proves that the gateway is the caller.'),
});
/** Everything the vault can be told: the section `vault` of mateship.yaml, overlaid by MATESHIP_VAULT_*. */
export const VaultConfig = Settings.superRefine(({ keys, databaseLogin }, context) => {
  if (keys.kind !== 'transit' || databaseLogin.kind !== 'vault' || keys.secretIdFile !== databaseLogin.secretIdFile) return;
  for (const key of ['address', 'role', 'roleIdFile'] as const) {
    if (keys[key] !== databaseLogin[key]) context.addIssue({ code: 'custom', path: ['databaseLogin', key], message: `must be the same as keys.${key}, since both use one secret id file` });
  }
});
export type VaultConfig = z.infer<typeof VaultConfig>;

/** Injection token of the parsed {@link VaultConfig}. */
export const CONFIG = Symbol('VaultConfig');
