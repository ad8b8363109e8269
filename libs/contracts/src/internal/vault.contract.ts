import { z } from 'zod';
import { KeyVersionHold, RetireKeyVersionsRequest } from '../keys/key-versions.contract.js';

/** What a data key protects. Each purpose has a key-encryption key of its own. */
export const KeyPurpose = z.enum(['chat', 'file', 'mate', 'share', 'prompt', 'party']);
export type KeyPurpose = z.infer<typeof KeyPurpose>;

/** Binds a wrapped key to its place: unwrapping with any other owner or object fails. */
export const KeyBinding = z.strictObject({ purpose: KeyPurpose, ownerId: z.string().min(1).max(64), objectId: z.string().min(1).max(64) });
export type KeyBinding = z.infer<typeof KeyBinding>;

/** Keys that seal prompts and private keys (`prompt`, `party`) never leave the vault. */
const purpose = KeyPurpose.refine((value): boolean => value !== 'prompt' && value !== 'party', 'keys of this purpose stay in the vault');

const recipientPublicKey = z.base64url().describe('X25519 public key of the caller for this boot, 32 bytes.');

/** Makes a data key, with the id that the caller has noted, for an object that has none, or its next epoch. The answer is a {@link SealedKey}; fails with KMS_UNAVAILABLE. */
export const CreateKeyRequest = KeyBinding.extend({ purpose, keyId: z.uuid(), recipientPublicKey });
export type CreateKeyRequest = z.infer<typeof CreateKeyRequest>;
/** Asks for an existing data key. Fails with NOT_FOUND alike for an absent, a destroyed and a foreign one. */
export const OpenKeyRequest = KeyBinding.extend({ purpose, keyId: z.uuid(), recipientPublicKey });
export type OpenKeyRequest = z.infer<typeof OpenKeyRequest>;
/** The data key, sealed by HPKE to the caller's public key; `epoch` counts re-keyings of the object, `anchor` is the newest that was told by {@link AnchorKeysRequest}. */
export const SealedKey = z.object({ keyId: z.uuid(), epoch: z.int(), sealedKey: z.base64url(), anchor: z.int().min(0) });
export type SealedKey = z.infer<typeof SealedKey>;
/** Destroys a data key for good. Fails with NOT_FOUND for an absent or a foreign one. */
export const DestroyKeyRequest = KeyBinding.extend({ purpose, keyId: z.uuid() });

/** How far what is sealed under a key has come. */
export const KeyAnchor = KeyBinding.extend({ purpose, keyId: z.uuid(), anchor: z.int().min(1).max(Number.MAX_SAFE_INTEGER) });
export type KeyAnchor = z.infer<typeof KeyAnchor>;
/** Raises anchors, which never fall: older ones than are known, and those of absent, foreign or destroyed keys, change nothing. */
export const AnchorKeysRequest = z.strictObject({ anchors: z.array(KeyAnchor).min(1).max(500) });

/** Paths of the vault service's internal listener. All are POST. */
export const VAULT_PATHS = {
  createKey: '/internal/v1/keys/create',
  openKey: '/internal/v1/keys/open',
  destroyKey: '/internal/v1/keys/destroy',
  anchorKeys: '/internal/v1/keys/anchor',
} as const;

const actor = z.string().min(1).max(64).describe('Whom the audit names: the id of an administrator.');

/** Makes a new version of the key-encryption keys. The answer is KeyVersions; fails with KEY_ROTATION_RUNNING. */
export const VaultRotateRequest = z.strictObject({ actor });
export type VaultRotateRequest = z.infer<typeof VaultRotateRequest>;
/** {@link RetireKeyVersionsRequest} with its author. The answer is KeyVersions. */
export const VaultRetireRequest = RetireKeyVersionsRequest.extend({ actor });
export type VaultRetireRequest = z.infer<typeof VaultRetireRequest>;
/** Records or prolongs what a backup needs. Fails with KEY_VERSION_IN_USE when a version of it is already retired. */
export const VaultHoldRequest = z.strictObject({ ...KeyVersionHold.shape, actor });
export type VaultHoldRequest = z.infer<typeof VaultHoldRequest>;

/** Paths of the vault's internal listener for the versions of key-encryption keys. `status` is GET, the others are POST. */
export const VAULT_KEY_VERSION_PATHS = {
  status: '/internal/v1/key-versions',
  rotate: '/internal/v1/key-versions/rotate',
  retire: '/internal/v1/key-versions/retire',
  hold: '/internal/v1/key-versions/hold',
} as const;
