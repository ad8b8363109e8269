import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { CreateShareInput } from '@mateship/client';
import type { Share, ShareContent, ShareSnapshot } from '@mateship/contracts';
import { deriveShareKeys, formatShareFragment, openShare, sealShare, type Argon2id, type SharePassword } from '@mateship/crypto/browser';
import type { Person } from './person.js';

/** A link as its owner made it, and everything that only whoever has it knows. */
export interface MadeShare {
  share: Share;
  request: CreateShareInput;
  secret: Uint8Array;
  fragment: string;
  auth: string;
  enc: Uint8Array;
}

/** What somebody may choose about a link. */
export interface ShareWishes {
  snapshot?: ShareSnapshot;
  maxViews?: number | null;
  expiresAt?: number | null;
  password?: string;
}

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const inPool = promisify(argon2);
const argon2id: Argon2id = async ({ password, salt, passes, memoryKiB, lanes, length }) =>
  inPool('argon2id', { message: password, nonce: salt, passes, memory: memoryKiB, parallelism: lanes, tagLength: length });
const passwordOf = (text: string | undefined): SharePassword | undefined => (text === undefined ? undefined : { text, argon2id });

/** Has a person talk and share it, as a program does it that follows the guide. */
export async function makeShare(person: Person, content: string, { snapshot, maxViews = null, expiresAt = null, password }: ShareWishes = {}): Promise<MadeShare> {
  const { chat, userMessageId, message } = await person.client.chats.send({ content });
  const { id: sharerId } = await person.client.users.me();
  const facts = { sharerId, fromMessageId: userMessageId, toMessageId: message.id, expiresAt, maxViews };
  const text = JSON.stringify(snapshot ?? { title: chat.title, messages: [{ role: 'user', content, createdAt: chat.createdAt, attachments: [], citations: [] }] });
  const sealed = await sealShare(facts, Buffer.from(text), passwordOf(password));
  const { enc, auth } = await deriveShareKeys(sealed.secret, passwordOf(password));
  const fragment = formatShareFragment({ secret: sealed.secret, hasPassword: password !== undefined });
  const request = {
    chatId: chat.id, fromMessageId: userMessageId, toMessageId: message.id, maxViews, fragment, expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    authHash: b64(sealed.authHash), wrappedKey: b64(sealed.wrappedKey), content: b64(sealed.content),
  };
  return { share: await person.client.shares.create(request), request, secret: sealed.secret, fragment, auth: b64(auth), enc };
}

/** Opens what the server gave to the holder of a link. */
export async function openContent(enc: Uint8Array, content: ShareContent): Promise<ShareSnapshot> {
  const facts = { ...content, expiresAt: content.expiresAt === null ? null : Date.parse(content.expiresAt) };
  const opened = await openShare(enc, facts, { wrappedKey: Buffer.from(content.wrappedKey, 'base64url'), content: Buffer.from(content.content, 'base64url') });
  return JSON.parse(Buffer.from(opened).toString()) as ShareSnapshot;
}
