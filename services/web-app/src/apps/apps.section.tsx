import { Skeleton, VisuallyHidden } from '@mantine/core';
import type { AdminApp } from '@mateship/contracts';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../app/error-notice.js';
import { EmptyRows, Section } from '../settings/section.js';
import { AppCard } from './app-card.js';
import { formatMemory } from './app-formats.js';
import { totalUsage } from './app-usage.js';
import classes from './apps.module.css';
import { isWaiting, sortApps } from './sort-apps.js';
import { useAdminApps } from './use-admin-apps.js';

/** The installed apps, for administrators: how they are, what they use, what they may reach. */
export function AppsSection() {
  const { t } = useTranslation();
  const { data, error, dataUpdatedAt, refetch } = useAdminApps();
  const apps = sortApps(data?.items ?? []);
  return (
    <Section title={t('apps.title')} help={t('apps.help')}>
      <AttentionStatus apps={apps} />
      {error && <ErrorNotice title={t(data ? 'apps.stale' : 'apps.failed')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && <AppsSkeleton />}
      {data && apps.length === 0 && <EmptyRows title={t('apps.empty')} help={t('apps.emptyHelp')} />}
      {apps.length > 0 && (
        <>
          <Total apps={apps} />
          <ul className={classes.cards} aria-label={t('apps.title')}>
            {apps.map((app) => (
              <AppCard key={app.id} app={app} now={dataUpdatedAt} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** Tells screen readers which apps wait for somebody, when that changes and not at every refresh. */
function AttentionStatus({ apps }: { apps: readonly AdminApp[] }) {
  const { t } = useTranslation();
  const names = apps.filter(isWaiting).map(({ name }) => name);
  return <VisuallyHidden role="status">{names.length > 0 && t('apps.waiting', { names: new Intl.ListFormat().format(names) })}</VisuallyHidden>;
}

function Total({ apps }: { apps: readonly AdminApp[] }) {
  const { t } = useTranslation();
  const { awake, memoryBytes } = totalUsage(apps);
  return <p className={classes.total}>{awake === 0 ? t('apps.noneAwake') : t('apps.total', { count: awake, all: apps.length, memory: formatMemory(memoryBytes) })}</p>;
}

function AppsSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('shell.loading')} className={classes.cards}>
      {[1, 2, 3].map((card) => (
        <div key={card} className={classes.card}>
          <Skeleton height={18} width="35%" />
          <Skeleton height={40} />
          <Skeleton height={20} width="55%" />
        </div>
      ))}
    </div>
  );
}
