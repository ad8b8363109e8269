import type { Client } from '@mateship/client';
import { ShareSnapshot, type ShareContent } from '@mateship/contracts';
import { deriveShareKeys, OpenFailure, openShare, parseShareFragment, type ShareFragment } from '@mateship/crypto/browser';
import { argon2idInWorker } from '../shares/argon2id-in-worker.js';
import { fromBase64url, toBase64url } from '../shares/base64url.js';

const PATH = /^\/s\/([0-9a-f-]{36})\/?$/i;

/** A link, taken apart. */
export interface Link extends ShareFragment {
  id: string;
}

/** What a link opened, and what the server says about it. */
export interface OpenedShare extends Pick<ShareContent, 'sharedBy' | 'createdAt' | 'expiresAt' | 'maxViews' | 'views'> {
  snapshot: ShareSnapshot;
}

/** The link that the page was opened with; null when it is not whole. */
export function readLink({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): Link | null {
  const id = PATH.exec(pathname)?.[1];
  const fragment = parseShareFragment(hash);
  return id && fragment ? { id, ...fragment } : null;
}

/** Fetches and decrypts. @throws ApiError when the server gives nothing, OpenFailure when what it gives does not open */
export async function openLink({ id, secret }: Link, password: string | null, shares: Pick<Client['shares'], 'read'>): Promise<OpenedShare> {
  const { enc, auth } = await deriveShareKeys(secret, password === null ? undefined : { text: password, argon2id: argon2idInWorker });
  const { wrappedKey, content, ...facts } = await shares.read(id, toBase64url(auth));
  const bound = { ...facts, expiresAt: facts.expiresAt === null ? null : Date.parse(facts.expiresAt) };
  const bytes = await openShare(enc, bound, { wrappedKey: fromBase64url(wrappedKey), content: fromBase64url(content) });
  return { ...facts, snapshot: readSnapshot(bytes) };
}

/** Whoever sealed it may have sealed anything. */
function readSnapshot(bytes: Uint8Array): ShareSnapshot {
  try {
    return ShareSnapshot.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw new OpenFailure();
  }
}
