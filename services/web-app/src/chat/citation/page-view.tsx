import { Button, Skeleton } from '@mantine/core';
import { NextIcon, PreviousIcon } from '@mateship/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../app/error-notice.js';
import { ActionButton } from '../message/message-actions.js';
import classes from './citation-panel.module.css';
import { usePageImage } from './use-page-image.js';

interface PageViewProps {
  fileId: string;
  fileName: string;
  /** The cited page. */
  page: number;
}

/** The page a passage stands on, with the pages around it in reach. */
export function PageView({ fileId, fileName, page: cited }: PageViewProps) {
  const { t } = useTranslation();
  const [page, setPage] = useState(cited);
  const [large, setLarge] = useState(false);
  const { data, show, error, refetch } = usePageImage(fileId, page);
  return (
    <section className={classes.pageView} aria-label={t('source.page', { page })}>
      <div className={classes.pageBar}>
        <ActionButton label={t('source.previous')} onClick={() => setPage(page - 1)} disabled={page <= 1}>
          <PreviousIcon />
        </ActionButton>
        <span className={classes.pageNumber} aria-live="polite">
          {t('source.page', { page })}
        </span>
        <ActionButton label={t('source.next')} onClick={() => setPage(page + 1)} disabled={error !== null && page > cited}>
          <NextIcon />
        </ActionButton>
        {page !== cited && (
          <Button variant="subtle" size="compact-sm" onClick={() => setPage(cited)}>
            {t('source.back', { page: cited })}
          </Button>
        )}
      </div>
      {error && <ErrorNotice title={t('source.failed')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && (
        <div role="status" aria-label={t('source.loading')}>
          <Skeleton className={classes.pageSkeleton} />
        </div>
      )}
      {data && (
        <button type="button" className={classes.sheet} data-large={large || undefined} aria-label={t(large ? 'source.shrink' : 'source.enlarge')} onClick={() => setLarge(!large)}>
          <img ref={show} alt={t('source.imageAlt', { page, name: fileName })} className={classes.image} />
        </button>
      )}
    </section>
  );
}
