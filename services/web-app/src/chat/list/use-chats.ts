import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { useApp } from '../../app/app-context.js';
import { queryKeys } from '../../app/query-keys.js';

/** The person's chats, newest first, without those that are being deleted. */
export function useChats() {
  const { client, undo } = useApp();
  const pending = useSyncExternalStore(undo.subscribe, undo.pending);
  const query = useInfiniteQuery({
    queryKey: queryKeys.chats,
    queryFn: ({ pageParam, signal }) => client.chats.list({ limit: 50, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const chats = useMemo(
    () => (query.data?.pages ?? []).flatMap((page) => page.items).filter((chat) => !pending.has(`chat:${chat.id}`)),
    [query.data, pending],
  );
  return { ...query, chats };
}
