import { notifications } from '@mantine/notifications';
import type { AdminApp } from '@mateship/contracts';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { queryKeys } from '../app/query-keys.js';
import { describeError } from '../errors/describe-error.js';
import { storeApp } from './store-app.js';

/** Keeps the app awake or lets it sleep: shown at once, taken back when the server refuses. */
export function usePin({ id, name, pinned }: AdminApp) {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const { mutate, isPending, variables } = useMutation({
    // One after the other, so that the last click wins.
    scope: { id: `pin ${id}` },
    mutationFn: (wanted: boolean) => client.adminApps.update(id, { pinned: wanted }),
    onSuccess: (app) => storeApp(queries, app),
    onError: (error) => showFailure(t('apps.pinFailed', { name }), error),
  });
  return { pinned: isPending ? variables : pinned, pin: mutate };
}

/** Starts the app, ending what runs of it. */
export function useRestart({ id, name }: AdminApp) {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const { mutate, isPending } = useMutation({
    mutationFn: () => client.adminApps.restart(id),
    onSuccess: async (app) => {
      await storeApp(queries, app);
      notifications.show({ message: t('apps.restarted', { name }), closeButtonProps: { 'aria-label': t('action.close') } });
    },
    onError: (error) => {
      showFailure(t('apps.restartFailed', { name }), error);
      return queries.invalidateQueries({ queryKey: queryKeys.adminApps });
    },
  });
  return { isRestarting: isPending, restart: () => !isPending && mutate() };
}

function showFailure(title: string, error: unknown): void {
  notifications.show({ color: 'red', title, message: describeError(error).message });
}
