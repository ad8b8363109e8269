import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';

export function useCredits() {
  const { client } = useApp();
  return useQuery({ queryKey: queryKeys.credits, queryFn: ({ signal }) => client.credits.get({ signal }) });
}
