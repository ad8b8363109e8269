import type { Mate } from '@mateship/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { queryKeys } from '../../app/query-keys.js';

/** The mates a person may talk to. The first is the one that every installation has. */
export function useMates() {
  const { t } = useTranslation();
  const { client } = useApp();
  const { data } = useQuery({ queryKey: queryKeys.mates, queryFn: ({ signal }) => client.mates.list({ signal }), staleTime: 300_000 });
  const mates = data?.items ?? [];
  const unknown: Pick<Mate, 'id' | 'name'> = { id: '', name: t('brand') };
  return { mates, mateOf: (id: string | undefined) => mates.find((mate) => mate.id === id) ?? mates[0] ?? unknown };
}
