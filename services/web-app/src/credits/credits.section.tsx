import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../app/error-notice.js';
import { Section } from '../settings/section.js';
import settings from '../settings/settings.module.css';
import classes from './credits.module.css';
import { formatCredits } from './format-credits.js';
import { useCredits } from './use-credits.js';

export function CreditsSection() {
  const { t } = useTranslation();
  const { data, error, refetch } = useCredits();
  return (
    <Section title={t('credits.title')} help={t('credits.explain')}>
      {error && <ErrorNotice title={t('credits.failed')} error={error} onRetry={() => void refetch()} />}
      {!error && (
        <div className={settings.card}>
          <div>{t('credits.availableLabel')}</div>
          <div className={classes.amount}>{data ? formatCredits(data.available) : <Skeleton height={40} width={140} />}</div>
          {data && (
            <dl className={classes.facts}>
              <dt>{t('credits.balance')}</dt>
              <dd>{formatCredits(data.balance)}</dd>
              <dt>{t('credits.reserved')}</dt>
              <dd>{formatCredits(data.reserved)}</dd>
            </dl>
          )}
        </div>
      )}
    </Section>
  );
}
