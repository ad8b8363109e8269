import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';

/** Asked for again this often while the page is visible; the server answers without waking an app. */
export const REFRESH_MS = 5_000;

export function useAdminApps() {
  const { client } = useApp();
  return useQuery({
    queryKey: queryKeys.adminApps,
    queryFn: ({ signal }) => client.adminApps.list({ signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data ? REFRESH_MS : false),
  });
}
