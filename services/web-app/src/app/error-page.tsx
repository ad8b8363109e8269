import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { describeError } from '../errors/describe-error.js';
import { NoticePage } from './notice-page.js';

/** What a page shows when it, or what it needs, could not be loaded. */
export function ErrorPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const { message, requestId } = describeError(error);

  const retry = () => {
    reset?.();
    void router.invalidate();
  };

  return (
    <NoticePage title={t('error.pageTitle')} text={message} note={requestId ? t('error.requestId', { id: requestId }) : null}>
      <Button onClick={retry}>{t('action.retry')}</Button>
      <Button variant="default" onClick={() => window.location.reload()}>
        {t('action.reload')}
      </Button>
    </NoticePage>
  );
}
