import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, MAX_SHARE_DAYS, type CreateShareRequest, type Share, type ShareLink, type ShareQuery } from '@mateship/contracts';
import { decodeCursor, encodeCursor } from '../chat/chat-cursor.js';
import { ChatService } from '../chat/chat.service.js';
import { ShareLinks } from './share-links.js';
import { SharesRepository } from './shares.repository.js';
import type { StoredShare } from './shares.types.js';

const MAX_HELD = 200;
const DAY_MS = 86_400_000;

/** The links of an owner. What they open was sealed by the owner; here it is only kept. */
@Injectable()
export class SharesService {
  constructor(
    private readonly shares: SharesRepository,
    private readonly links: ShareLinks,
    private readonly chats: ChatService,
  ) {}

  async create(ownerId: string, request: CreateShareRequest): Promise<Share> {
    const { title } = await this.chats.summary(await this.chats.require(ownerId, request.chatId));
    if (!(await this.shares.isRange(ownerId, request))) throw new DomainError('NOT_FOUND');
    const expiresAt = endOf(request.expiresAt);
    if ((await this.shares.countHeld(ownerId)) >= MAX_HELD) throw new DomainError('VALIDATION_FAILED', { message: `You have ${MAX_HELD} links already. Revoke one first.` });
    const id = randomUUID();
    const { key, link } = await this.links.seal(ownerId, id, request.fragment);
    const { chatId, fromMessageId, toMessageId, maxViews } = request;
    const stored = await this.shares.insert({
      id, ownerId, chatId, fromMessageId, toMessageId, maxViews, expiresAt, key, link,
      hasPassword: request.fragment.endsWith('.p'),
      authHash: Buffer.from(request.authHash, 'base64url'),
      wrappedKey: Buffer.from(request.wrappedKey, 'base64url'),
      content: Buffer.from(request.content, 'base64url'),
    });
    if (!stored) throw new DomainError('NOT_FOUND');
    return toShare(stored, title);
  }

  async list(ownerId: string, { limit, cursor, chatId }: ShareQuery): Promise<{ items: Share[]; nextCursor: string | null }> {
    const place = cursor === undefined ? null : decodeCursor(cursor);
    const stored = await this.shares.page(ownerId, { chatId: chatId ?? null, limit: limit + 1, after: place && { at: place.updatedAt, id: place.id } });
    const page = stored.slice(0, limit);
    const last = page.at(-1);
    const titles = await this.chats.titles(ownerId, new Set(page.map((share) => share.chatId)));
    return {
      items: page.map((share) => toShare(share, titles.get(share.chatId) ?? '')),
      nextCursor: stored.length > page.length && last ? encodeCursor({ updatedAt: last.createdAt, id: last.id }) : null,
    };
  }

  async link(ownerId: string, id: string): Promise<ShareLink> {
    const found = await this.shares.findLink(ownerId, id);
    if (!found) throw new DomainError('NOT_FOUND');
    if (found.link === null) throw new DomainError('SHARE_GONE');
    return { id, fragment: await this.links.open(ownerId, id, found) };
  }
}

function endOf(expiresAt: string | null): Date | null {
  if (expiresAt === null) return null;
  const end = new Date(expiresAt);
  const left = end.getTime() - Date.now();
  if (left <= 0) throw new DomainError('VALIDATION_FAILED', { message: 'The link would be over already. Choose a later end.' });
  if (left > MAX_SHARE_DAYS * DAY_MS) throw new DomainError('VALIDATION_FAILED', { message: `A link that ends lasts ${MAX_SHARE_DAYS} days at most.` });
  return end;
}

function toShare({ id, chatId, createdAt, expiresAt, views, maxViews, hasPassword, isRevoked, isExpired }: StoredShare, chatTitle: string): Share {
  const state = isRevoked ? 'revoked' : isExpired ? 'expired' : maxViews !== null && views >= maxViews ? 'used_up' : 'active';
  return { id, chatId, chatTitle, createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null, views, maxViews, hasPassword, state };
}
