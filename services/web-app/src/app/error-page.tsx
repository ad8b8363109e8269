import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { describeError } from '../errors/describe-error.js';
import { NoticePage } from './notice-page.js';
import { useServerBack } from './use-server-back.js';

/** What a page shows when it, or what it needs, could not be loaded. With the server away it goes on by itself. */
export function ErrorPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const { message, requestId } = describeError(error);

  const retry = () => {
    reset?.();
    void router.invalidate();
  };
  const isWaiting = useServerBack(error, retry);

  return (
    <NoticePage
      title={t(isWaiting ? 'error.awayTitle' : 'error.pageTitle')}
      text={isWaiting ? t('error.away') : message}
      note={requestId ? t('error.requestId', { id: requestId }) : null}
    >
      <Button onClick={retry}>{t('action.retry')}</Button>
      {!isWaiting && (
        <Button variant="default" onClick={() => window.location.reload()}>
          {t('action.reload')}
        </Button>
      )}
    </NoticePage>
  );
}
