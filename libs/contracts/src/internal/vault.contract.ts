import { z } from 'zod';

/** What a data key protects. Each purpose has a key-encryption key of its own. */
export const KeyPurpose = z.enum(['chat', 'file', 'mate']);
export type KeyPurpose = z.infer<typeof KeyPurpose>;

/** Binds a wrapped key to its place: unwrapping with any other owner or object fails. */
export const KeyBinding = z.strictObject({ purpose: KeyPurpose, ownerId: z.string().min(1).max(64), objectId: z.string().min(1).max(64) });
export type KeyBinding = z.infer<typeof KeyBinding>;

const recipientPublicKey = z.base64url().describe('X25519 public key of the caller for this boot, 32 bytes.');

/** Makes a data key for an object that has none, or its next epoch. The answer is a {@link SealedKey}; fails with KMS_UNAVAILABLE. */
export const CreateKeyRequest = KeyBinding.extend({ recipientPublicKey });
export type CreateKeyRequest = z.infer<typeof CreateKeyRequest>;
/** Asks for an existing data key. Fails with NOT_FOUND alike for an absent, a destroyed and a foreign one. */
export const OpenKeyRequest = KeyBinding.extend({ keyId: z.uuid(), recipientPublicKey });
export type OpenKeyRequest = z.infer<typeof OpenKeyRequest>;
/** The data key, sealed by HPKE to the caller's public key; `epoch` counts re-keyings of the object. */
export const SealedKey = z.object({ keyId: z.uuid(), epoch: z.int(), sealedKey: z.base64url() });
export type SealedKey = z.infer<typeof SealedKey>;
/** Destroys a data key for good. Fails with NOT_FOUND for an absent or a foreign one. */
export const DestroyKeyRequest = KeyBinding.extend({ keyId: z.uuid() });

/** Paths of the vault service's internal listener. All are POST. */
export const VAULT_PATHS = {
  createKey: '/internal/v1/keys/create',
  openKey: '/internal/v1/keys/open',
  destroyKey: '/internal/v1/keys/destroy',
} as const;
