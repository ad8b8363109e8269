import { Skeleton } from '@mantine/core';
import type { AdminApp } from '@mateship/contracts';
import { DownIcon } from '@mateship/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { queryKeys } from '../app/query-keys.js';
import classes from './apps.module.css';
import { LogLines } from './log-lines.js';
import { RefusalList } from './refusal-list.js';
import { REFRESH_MS } from './use-admin-apps.js';

/** What an app has printed and where it was not let through; asked for only while it is open. */
export function AppDetails({ app: { id, name }, now }: { app: AdminApp; now: number }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.summary} aria-label={t('apps.detailsNamed', { name })}>
        <span className={classes.chevron}>
          <DownIcon size={15} />
        </span>
        {t('apps.details')}
      </summary>
      {isOpen && (
        <div className={classes.detailsBody}>
          <Log id={id} name={name} now={now} />
          <Refusals id={id} now={now} />
        </div>
      )}
    </details>
  );
}

function Log({ id, name, now }: { id: string; name: string; now: number }) {
  const { t } = useTranslation();
  const { client } = useApp();
  const { data, error, refetch } = useQuery({ queryKey: queryKeys.appLogs(id), queryFn: ({ signal }) => client.adminApps.logs(id, { signal }), staleTime: 0, refetchInterval: REFRESH_MS });
  return (
    <div>
      <h4 className={classes.detailsTitle}>{t('apps.log')}</h4>
      {error && <ErrorNotice title={t('apps.logFailed')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton height={80} />}
      {data && <LogLines lines={data.lines} label={t('apps.logNamed', { name })} now={now} />}
    </div>
  );
}

function Refusals({ id, now }: { id: string; now: number }) {
  const { t } = useTranslation();
  const { client } = useApp();
  const { data, error, refetch } = useQuery({ queryKey: queryKeys.appRefusals(id), queryFn: ({ signal }) => client.adminApps.refusals(id, { signal }), staleTime: 0, refetchInterval: REFRESH_MS });
  return (
    <div>
      <h4 className={classes.detailsTitle}>{t('apps.refusals')}</h4>
      {error && <ErrorNotice title={t('apps.refusalsFailed')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton height={20} />}
      {data && <RefusalList refusals={data.items} now={now} />}
    </div>
  );
}
