import { SHARE_AUTH_HEADER, type ChatSummary, type CopyShareRequest, type CreateShareRequest, type Share, type ShareContent, type ShareLink, type SharePage } from '@mateship/contracts';
import type { PageOptions } from '../chats/chats.js';
import type { InputOf, OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** A link that was sealed on this side; it lasts until it is revoked unless told. */
export type CreateShareInput = InputOf<typeof CreateShareRequest>;

/** Links to snapshots of chats: the person's own, and what a link opens. */
export function sharesApi(transport: Transport) {
  return {
    create: (input: CreateShareInput, options?: CallOptions) => transport.json<Share>({ method: 'POST', path: '/v1/shares', body: input, ...options }),
    list: ({ limit, cursor, chatId, ...options }: PageOptions & { chatId?: string } = {}) =>
      transport.json<OutputOf<typeof SharePage>>({ method: 'GET', path: '/v1/shares', query: { limit, cursor, chatId }, ...options }),
    link: (id: string, options?: CallOptions) => transport.json<ShareLink>({ method: 'GET', path: `/v1/shares/${id}/link`, ...options }),
    revoke: (id: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: `/v1/shares/${id}`, ...options }),
    /** What a link opens, for whoever shows its `auth`; counts as a view. SHARE_GONE when it is over. */
    read: (id: string, auth: string, options?: CallOptions) =>
      transport.json<ShareContent>({ method: 'POST', path: `/v1/shares/${id}/content`, headers: { [SHARE_AUTH_HEADER]: auth }, anonymous: true, ...options }),
    /** Makes a snapshot a chat of the person. */
    copy: (snapshot: CopyShareRequest, options?: CallOptions) => transport.json<ChatSummary>({ method: 'POST', path: '/v1/shares/copy', body: snapshot, ...options }),
    /** Ends anybody's link; administrators only. */
    revokeAny: (id: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: `/v1/admin/shares/${id}`, ...options }),
  };
}
