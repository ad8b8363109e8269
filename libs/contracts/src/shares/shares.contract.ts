import { z } from 'zod';
import { MAX_MESSAGE_CHARACTERS } from '../chat/chat.contract.js';
import { PageQuery, pageOf } from '../paging/paging.js';

/** Most characters of a sealed snapshot in base64url: 3 MiB. */
export const MAX_SHARE_CHARACTERS = 4 * 1024 * 1024;
/** Most messages of a snapshot. */
export const MAX_SHARE_MESSAGES = 1000;
/** Longest life of a link that ends. */
export const MAX_SHARE_DAYS = 366;

/** An answer may be longer than a question may. */
const MAX_CONTENT_CHARACTERS = 4 * MAX_MESSAGE_CHARACTERS;
const key32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This is 32 bytes in base64url.');

/** A passage as a snapshot holds it: the words, but no way to the file. */
export const SharedCitation = z.strictObject({
  n: z.int().min(1).max(9999),
  fileName: z.string().max(500),
  page: z.int().min(1).max(1_000_000).nullable(),
  heading: z.string().max(2000).nullable(),
  quote: z.string().max(20_000),
});
export type SharedCitation = z.infer<typeof SharedCitation>;

/** A message as a snapshot holds it. Of files only their names are in it. */
export const SharedMessage = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.string().max(MAX_CONTENT_CHARACTERS),
  createdAt: z.iso.datetime(),
  attachments: z.array(z.string().min(1).max(500)).max(20).describe('Names of files.'),
  citations: z.array(SharedCitation).max(500),
});
export type SharedMessage = z.infer<typeof SharedMessage>;

/** What a link opens, before it is sealed and after. The server never sees it in this form. */
export const ShareSnapshot = z.strictObject({
  title: z.string().max(500),
  messages: z.array(SharedMessage).min(1).max(MAX_SHARE_MESSAGES),
});
export type ShareSnapshot = z.infer<typeof ShareSnapshot>;

/**
 * A link that its owner made and sealed in the browser. `fragment` is kept under a key of the vault, so that its owner
 * can see the link again; everybody else shows what `authHash` is the SHA-256 of.
 */
export const CreateShareRequest = z.strictObject({
  chatId: z.uuid(),
  fromMessageId: z.uuid().describe('First message of the range.'),
  toMessageId: z.uuid().describe('Last message of the range, below the first one.'),
  expiresAt: z.iso.datetime().nullable().default(null).describe('Null: until it is revoked.'),
  maxViews: z.int().min(1).max(100_000).nullable().default(null),
  fragment: z.string().regex(/^1\.[A-Za-z0-9_-]{43}(\.p)?$/).describe('What stands behind # in the link.'),
  authHash: key32.describe('SHA-256 of the auth of the link.'),
  wrappedKey: z.string().regex(/^[A-Za-z0-9_-]{150}$/).describe('The key of the share under the enc of the link, 112 bytes.'),
  content: z.base64url().min(1).max(MAX_SHARE_CHARACTERS).describe('The snapshot, sealed under the key of the share.'),
});
export type CreateShareRequest = z.infer<typeof CreateShareRequest>;

/** Whether a link still opens, or why not. */
export const ShareState = z.enum(['active', 'expired', 'used_up', 'revoked']).meta({ id: 'ShareState' });
export type ShareState = z.infer<typeof ShareState>;

/** A link as its owner sees it. */
export const Share = z
  .object({
    id: z.uuid(),
    chatId: z.uuid(),
    chatTitle: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    views: z.int(),
    maxViews: z.int().nullable(),
    hasPassword: z.boolean(),
    state: ShareState,
  })
  .meta({ id: 'Share' });
export type Share = z.infer<typeof Share>;
/** A page of the owner's links, the newest first. Revoked ones stay in it for a month. */
export const SharePage = pageOf(Share);
/** With `chatId` only the links of that chat. */
export const ShareQuery = PageQuery.extend({ chatId: z.uuid().optional() });
export type ShareQuery = z.infer<typeof ShareQuery>;
/** What the owner needs to see a link again. */
export const ShareLink = z.object({ id: z.uuid(), fragment: z.string() });
export type ShareLink = z.infer<typeof ShareLink>;

/** What the holder of a link is given. Everything but `sharedBy`, `createdAt` and `views` is bound into the ciphertexts. */
export const ShareContent = z.object({
  sharedBy: z.string().describe('User name.'),
  createdAt: z.iso.datetime(),
  views: z.int().describe('This one included.'),
  sharerId: z.uuid(),
  fromMessageId: z.uuid(),
  toMessageId: z.uuid(),
  expiresAt: z.iso.datetime().nullable(),
  maxViews: z.int().nullable(),
  wrappedKey: z.string(),
  content: z.string(),
});
export type ShareContent = z.infer<typeof ShareContent>;

/** A snapshot that its reader wants to go on with. It becomes a new chat of the reader. */
export const CopyShareRequest = ShareSnapshot;
export type CopyShareRequest = z.infer<typeof CopyShareRequest>;
