import { notifications } from '@mantine/notifications';
import type { KeyVersions } from '@mateship/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';
import { rewrapKind } from './rewrap-progress.js';

const QUIET_MS = 10_000;
const BUSY_MS = 1_000;

/** The versions of the keys; asked for often while a rotation is being applied. */
export function useServerKeys() {
  const { client } = useApp();
  return useQuery({
    queryKey: queryKeys.serverKeys,
    queryFn: ({ signal }) => client.adminKeys.status({ signal }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => data !== undefined && (isBusy(data) ? BUSY_MS : QUIET_MS),
  });
}

/** Whether a rotation is being applied right now. */
export function isBusy({ rewrap }: KeyVersions): boolean {
  return ['working', 'waiting'].includes(rewrapKind(rewrap));
}

/** What an administrator can do; each shows the server's answer at once and rejects when it refuses. */
export function useKeyActions() {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const show = async (answer: Promise<KeyVersions>, message: string) => {
    const versions = await answer;
    await queries.cancelQueries({ queryKey: queryKeys.serverKeys });
    queries.setQueryData(queryKeys.serverKeys, versions);
    notifications.show({ message, closeButtonProps: { 'aria-label': t('action.close') } });
  };
  return {
    rotate: () => show(client.adminKeys.rotate(), t('serverKeys.rotated')),
    retire: (below: number) => show(client.adminKeys.retire({ below }), t('serverKeys.retired')),
  };
}
