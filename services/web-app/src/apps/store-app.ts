import type { AdminApp } from '@mateship/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '../app/query-keys.js';

/** Puts an app that the server has just answered with into the list, in the place of an older answer that may be on its way. */
export async function storeApp(queries: QueryClient, app: AdminApp): Promise<void> {
  await queries.cancelQueries({ queryKey: queryKeys.adminApps });
  queries.setQueryData<{ items: AdminApp[] }>(queryKeys.adminApps, (list) => list && { items: list.items.map((known) => (known.id === app.id ? app : known)) });
}
