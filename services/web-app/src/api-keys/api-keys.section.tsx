import { Badge, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ApiKey } from '@mateship/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { queryKeys } from '../app/query-keys.js';
import { ConfirmDialog } from '../settings/confirm-dialog.js';
import { formatDate } from '../settings/format-date.js';
import { EmptyRows, RowsSkeleton, Section } from '../settings/section.js';
import classes from '../settings/settings.module.css';
import { CreateKeyDialog } from './create-key-dialog.js';

export function ApiKeysSection() {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const { data, error, refetch } = useQuery({ queryKey: queryKeys.apiKeys, queryFn: ({ signal }) => client.apiKeys.list({ signal }) });

  const revoke = async (key: ApiKey) => {
    await client.apiKeys.revoke(key.id);
    await queries.invalidateQueries({ queryKey: queryKeys.apiKeys });
    notifications.show({ message: t('keys.revoked'), closeButtonProps: { 'aria-label': t('action.close') } });
  };

  return (
    <Section title={t('keys.title')} help={t('keys.help')} action={<Button onClick={() => setCreating(true)}>{t('keys.new')}</Button>}>
      {error && <ErrorNotice title={t('keys.failed')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && <RowsSkeleton />}
      {data?.items.length === 0 && <EmptyRows title={t('keys.empty')} help={t('keys.emptyHelp')} />}
      {data && data.items.length > 0 && (
        <ul className={classes.rows} aria-label={t('keys.title')}>
          {data.items.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
          ))}
        </ul>
      )}
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
      {revoking && (
        <ConfirmDialog
          title={t('keys.revokeTitle', { name: revoking.name })}
          text={t('keys.revokeHelp')}
          action={t('keys.revoke')}
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </Section>
  );
}

function KeyRow({ apiKey: { name, prefix, scopes, createdAt, lastUsedAt, expiresAt }, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { t } = useTranslation();
  const facts = [
    t('keys.created', { date: formatDate(createdAt) }),
    lastUsedAt ? t('keys.lastUsed', { date: formatDate(lastUsedAt) }) : t('keys.neverUsed'),
    ...(expiresAt ? [t('keys.endsOn', { date: formatDate(expiresAt) })] : []),
  ];
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <div className={classes.rowTitle}>
          {name}
          <span className={classes.code}>{prefix}…</span>
          {scopes.map((scope) => (
            <Badge key={scope} variant="light" size="sm">
              {t(`keys.scope_${scope}`)}
            </Badge>
          ))}
        </div>
        <div className={classes.rowNote}>{facts.join(' · ')}</div>
      </div>
      <Button variant="default" size="xs" aria-label={t('keys.revokeNamed', { name })} onClick={onRevoke}>
        {t('keys.revoke')}
      </Button>
    </li>
  );
}
