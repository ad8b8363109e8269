import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './chat-view.module.css';

export function ConversationSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.skeleton} role="status" aria-label={t('shell.loading')}>
      <Skeleton height={44} width="45%" radius="lg" ml="auto" />
      <Skeleton height={14} width="92%" />
      <Skeleton height={14} width="84%" />
      <Skeleton height={14} width="60%" />
    </div>
  );
}
