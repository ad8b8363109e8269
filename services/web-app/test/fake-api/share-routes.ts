import { createHash, randomUUID } from 'node:crypto';
import { ChatSummary, CopyShareRequest, CreateShareRequest, DomainError, Share, SHARE_AUTH_HEADER, ShareContent, ShareLink, SharePage, type ShareState } from '@mateship/contracts';
import { body } from './body.js';
import { Reply } from './reply.js';
import type { Call, Route } from './routes.js';
import type { FakeState } from './state.js';

/** A link with what was sealed into it. */
export interface StoredShare {
  share: Share;
  sealed: ReturnType<typeof CreateShareRequest.parse>;
  sharerId: string;
  sharedBy: string;
}

export const shareRoutes: Route[] = [
  {
    method: 'GET', path: /^\/v1\/shares$/,
    handle: ({ state, url }) => {
      const chatId = url.searchParams.get('chatId');
      const items = [...state.shares.values()].map(({ share }) => share).filter((share) => chatId === null || share.chatId === chatId);
      return new Reply(SharePage, { items: items.toReversed(), nextCursor: null });
    },
  },
  {
    method: 'POST', path: /^\/v1\/shares$/,
    handle: async ({ state, user, request }) => {
      const sealed = await body(request, CreateShareRequest);
      const { chatId, expiresAt, maxViews, fragment } = sealed;
      const share: Share = { id: randomUUID(), chatId, chatTitle: state.chatOf(chatId).title, createdAt: new Date().toISOString(), expiresAt, views: 0, maxViews, hasPassword: fragment.endsWith('.p'), state: 'active' };
      state.shares.set(share.id, { share, sealed, sharerId: user?.id ?? '', sharedBy: user?.username ?? '' });
      return new Reply(Share, share, 201);
    },
  },
  { method: 'GET', path: /^\/v1\/shares\/([0-9a-f-]{36})\/link$/, handle: (call) => new Reply(ShareLink, { id: call.params[0], fragment: shareOf(call).sealed.fragment }) },
  {
    method: 'DELETE', path: /^\/v1\/shares\/([0-9a-f-]{36})$/,
    handle: (call) => {
      endShare(call.state, call.params[0] ?? '', 'revoked');
      call.response.writeHead(204).end();
    },
  },
  { method: 'POST', path: /^\/v1\/shares\/([0-9a-f-]{36})\/content$/, open: true, handle: (call) => new Reply(ShareContent, read(call)) },
  {
    method: 'POST', path: /^\/v1\/shares\/copy$/,
    handle: async ({ state, request }) => {
      const { title } = await body(request, CopyShareRequest);
      const now = new Date().toISOString();
      const summary = { id: randomUUID(), title, mateId: 'mateship', createdAt: now, updatedAt: now };
      state.chats.set(summary.id, { ...summary, keyEpoch: 1, intact: true, messages: [] });
      return new Reply(ChatSummary, summary, 201);
    },
  },
];

/** Lets a link end as if its time, its owner or its readers had done it. */
export function endShare(state: FakeState, id: string, how: ShareState): void {
  const stored = state.shares.get(id);
  if (!stored) throw new DomainError('NOT_FOUND');
  state.shares.set(id, { ...stored, share: { ...stored.share, state: how } });
}

/** Without the right `auth` there is no such link, and with it a link that is over is gone. */
function read(call: Call): ShareContent {
  const { share, sealed, sharerId, sharedBy } = shareOf(call);
  const auth = Buffer.from(String(call.request.headers[SHARE_AUTH_HEADER]), 'base64url');
  if (createHash('sha256').update(auth).digest('base64url') !== sealed.authHash) throw new DomainError('NOT_FOUND');
  if (share.state !== 'active') throw new DomainError('SHARE_GONE');
  share.views += 1;
  if (share.views === share.maxViews) share.state = 'used_up';
  const { createdAt, views, expiresAt, maxViews } = share;
  const { fromMessageId, toMessageId, wrappedKey, content } = sealed;
  return { sharedBy, createdAt, views, sharerId, fromMessageId, toMessageId, expiresAt, maxViews, wrappedKey, content };
}

function shareOf({ state, params }: Pick<Call, 'state' | 'params'>): StoredShare {
  const stored = state.shares.get(params[0] ?? '');
  if (!stored) throw new DomainError('NOT_FOUND');
  return stored;
}
