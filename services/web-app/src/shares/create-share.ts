import type { Client } from '@mateship/client';
import type { Message, Share, SharedMessage } from '@mateship/contracts';
import { formatShareFragment, sealShare } from '@mateship/crypto/browser';
import { argon2idInWorker } from './argon2id-in-worker.js';
import { toBase64url } from './base64url.js';

/** What a person chose about a link. */
export interface ShareChoices {
  chatId: string;
  title: string;
  messages: readonly Message[];
  sharerId: string;
  /** Null: no end. */
  days: number | null;
  maxViews: number | null;
  /** Empty: none. */
  password: string;
}

const DAY_MS = 86_400_000;

/** Whether a message has something to read. Answers that failed or are being written are left out. */
export function isShareable({ state, content, attachments }: Pick<Message, 'state' | 'content' | 'attachments'>): boolean {
  return state !== 'streaming' && (content !== '' || attachments.length > 0);
}

/** Of files only the names, of sources only the words, of steps and costs nothing. */
export function toSharedMessage({ role, content, createdAt, attachments, citations }: Message): SharedMessage {
  return {
    role,
    content,
    createdAt,
    attachments: attachments.map(({ name }) => name),
    citations: citations.map(({ n, fileName, page, heading, quote }) => ({ n, fileName, page, heading, quote })),
  };
}

/** Seals a snapshot in this browser and leaves it with the server. Gives the link, whose secret the server cannot use. */
export async function createShare(choices: ShareChoices, shares: Pick<Client['shares'], 'create'>): Promise<{ share: Share; url: string }> {
  const { chatId, messages, sharerId, days, maxViews, password } = choices;
  const [first, last] = [messages.at(0), messages.at(-1)];
  if (!first || !last) throw new TypeError('a link needs a message');
  const expiresAt = days === null ? null : Date.now() + days * DAY_MS;
  const facts = { sharerId, fromMessageId: first.id, toMessageId: last.id, expiresAt, maxViews };
  const snapshot = { title: choices.title, messages: messages.map(toSharedMessage) };
  const bytes = new TextEncoder().encode(JSON.stringify(snapshot));
  const sealed = await sealShare(facts, bytes, password === '' ? undefined : { text: password, argon2id: argon2idInWorker });
  const fragment = formatShareFragment({ secret: sealed.secret, hasPassword: password !== '' });
  const share = await shares.create({
    chatId,
    fromMessageId: first.id,
    toMessageId: last.id,
    maxViews,
    fragment,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    authHash: toBase64url(sealed.authHash),
    wrappedKey: toBase64url(sealed.wrappedKey),
    content: toBase64url(sealed.content),
  });
  return { share, url: shareUrl(share.id, fragment) };
}

export function shareUrl(id: string, fragment: string): string {
  return `${location.origin}/s/${id}#${fragment}`;
}
