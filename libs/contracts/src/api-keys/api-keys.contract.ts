import { z } from 'zod';

/** What a key may do: hold chats, call skills, list and use models, use prompts and envelopes, make and revoke links to chats. */
export const ApiKeyScope = z.enum(['chat', 'skills', 'models', 'vault', 'share']).meta({ id: 'ApiKeyScope' });
export type ApiKeyScope = z.infer<typeof ApiKeyScope>;

/** A new key of the signed-in person. `expiresInDays` null: it lasts until it is revoked. */
export const CreateApiKeyRequest = z
  .strictObject({
    name: z.string().trim().min(1, 'Give the key a name.').max(60),
    scopes: z.array(ApiKeyScope).min(1, 'Choose at least one scope.').max(5),
    expiresInDays: z.int().min(1).max(3650).nullable().default(null),
  });
export type CreateApiKeyRequest = z.infer<typeof CreateApiKeyRequest>;

/** A key as its owner sees it in the list, without its secret. */
export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('The first characters, to recognise the key by.'),
    scopes: z.array(ApiKeyScope),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;
/** The secret is in `key`, once. Only its hash is stored. */
export const CreatedApiKey = ApiKey.extend({ key: z.string() });
/** Every key of the signed-in person that was not revoked. */
export const ApiKeyList = z.object({ items: z.array(ApiKey) });
