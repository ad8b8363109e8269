import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';
import { askAgain, keyActions } from './key-actions.js';

/** The versions of the keys; asked for often while a rotation is being applied. */
export function useServerKeys() {
  const { client } = useApp();
  return useQuery({
    queryKey: queryKeys.serverKeys,
    queryFn: ({ signal }) => client.adminKeys.status({ signal }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => askAgain(data),
  });
}

export function useKeyActions() {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  return keyActions(client.adminKeys, queries, (done) => notifications.show({ message: t(done), closeButtonProps: { 'aria-label': t('action.close') } }));
}
