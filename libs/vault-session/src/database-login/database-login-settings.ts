import { z } from 'zod';
import { VaultSettings } from '../vault-settings.js';

/** How a service logs in to its database: as the database URL says, or with logins that Vault makes for a short time. */
export type DatabaseLoginSettings = { kind: 'url' } | (VaultSettings & { kind: 'vault'; databaseRole: string; owner: string });

/**
 * The key `databaseLogin` of a service's section.
 *
 * @param service its name, which the role that owns its database has too
 */
export function databaseLoginSettings(service: string) {
  return z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('url') }),
      VaultSettings.extend({
        kind: z.literal('vault'),
        databaseRole: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/).default(`${service}-role`).describe("Role of Vault's database secrets engine."),
        owner: z.string().min(1).max(63).default(service).describe('The role of PostgreSQL that owns the database; every connection becomes it.'),
      }),
    ])
    .default({ kind: 'url' });
}
