import { z } from 'zod';

/** Who envelopes are from and for: the vault itself, an app, or a user by id. */
export const Party = z.string().regex(/^(vault|app:[a-z][a-z0-9-]{0,39}|user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, 'must be vault, app:<id> or user:<id>');

/** Suites of envelopes between two parties: 16 is X25519 with Ed25519, 2 is RSA-3072. See docs/architecture/envelope-format.md. */
export const EnvelopeSuite = z.union([z.literal(16), z.literal(2)]).meta({ id: 'EnvelopeSuite' });
export type EnvelopeSuite = z.infer<typeof EnvelopeSuite>;

/** A public key as JWK (RFC 7517, RFC 8037) with our own members `owner`, `suite`, `version` and `expiresAt`. */
export const PublishedKey = z
  .object({
    kty: z.enum(['RSA', 'OKP']),
    kid: z.uuid(),
    use: z.enum(['enc', 'sig']),
    owner: z.string(),
    suite: z.int(),
    version: z.int().min(1),
    n: z.base64url().optional(),
    e: z.base64url().optional(),
    crv: z.enum(['X25519', 'Ed25519']).optional(),
    x: z.base64url().optional(),
    expiresAt: z.iso.datetime().nullable().describe('When a key that was replaced is destroyed; null for the one in use.'),
  })
  .meta({ id: 'PublishedKey' });
export type PublishedKey = z.infer<typeof PublishedKey>;

/** The public keys of a party, newest first. Envelopes to replaced ones still open until those expire. */
export const KeyDirectory = z.object({ owner: z.string(), keys: z.array(PublishedKey) }).meta({ id: 'KeyDirectory' });
export type KeyDirectory = z.infer<typeof KeyDirectory>;
