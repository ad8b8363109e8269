import { Badge, Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Share } from '@mateship/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { queryKeys } from '../app/query-keys.js';
import { copyText } from '../clipboard/copy-text.js';
import { ConfirmDialog } from '../settings/confirm-dialog.js';
import { formatDate } from '../settings/format-date.js';
import { EmptyRows, RowsSkeleton, Section } from '../settings/section.js';
import classes from '../settings/settings.module.css';
import shareClasses from './shares.module.css';
import { shareUrl } from './create-share.js';

/** The person's own links: how often they were opened, and how to end them. */
export function SharesSection() {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const [revoking, setRevoking] = useState<Share | null>(null);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: queryKeys.shares,
    queryFn: ({ signal, pageParam }) => client.shares.list({ signal, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const shares = data?.pages.flatMap(({ items }) => items);
  const tell = (message: string) => notifications.show({ message, closeButtonProps: { 'aria-label': t('action.close') } });

  const revoke = async ({ id }: Share) => {
    await client.shares.revoke(id);
    await queries.invalidateQueries({ queryKey: queryKeys.shares });
    tell(t('shares.revoked'));
  };
  const copy = async ({ id }: Share) => {
    const copied = await client.shares.link(id).then(({ fragment }) => copyText(shareUrl(id, fragment)), () => false);
    tell(t(copied ? 'shares.copied' : 'shares.copyFailed'));
  };

  return (
    <Section title={t('shares.title')} help={t('shares.help')}>
      {error && <ErrorNotice title={t('shares.failed')} error={error} onRetry={() => void refetch()} />}
      {!error && !shares && <RowsSkeleton />}
      {shares?.length === 0 && <EmptyRows title={t('shares.empty')} help={t('shares.emptyHelp')} />}
      {shares && shares.length > 0 && (
        <ul className={classes.rows} aria-label={t('shares.title')}>
          {shares.map((share) => (
            <ShareRow key={share.id} share={share} onCopy={() => void copy(share)} onRevoke={() => setRevoking(share)} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button mt="md" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('shares.more')}
        </Button>
      )}
      {revoking && (
        <ConfirmDialog title={t('shares.revokeTitle')} text={t('shares.revokeHelp', { title: revoking.chatTitle || t('chat.untitled') })} action={t('shares.revoke')} onConfirm={() => revoke(revoking)} onClose={() => setRevoking(null)} />
      )}
    </Section>
  );
}

function ShareRow({ share, onCopy, onRevoke }: { share: Share; onCopy: () => void; onRevoke: () => void }) {
  const { t } = useTranslation();
  const { createdAt, expiresAt, views, maxViews, hasPassword, state } = share;
  const title = share.chatTitle || t('chat.untitled');
  const facts = [
    t('keys.created', { date: formatDate(createdAt) }),
    maxViews === null ? t('shares.viewed', { count: views }) : t('shares.viewedOf', { views, count: maxViews }),
    expiresAt ? t('keys.endsOn', { date: formatDate(expiresAt) }) : t('shares.noEnd'),
    ...(hasPassword ? [t('shares.hasPassword')] : []),
  ];
  return (
    <li className={`${classes.row} ${shareClasses.row}`}>
      <div className={`${classes.rowText} ${shareClasses.text}`}>
        <div className={classes.rowTitle}>
          {title}
          <Badge variant="light" size="sm" color={state === 'active' ? undefined : 'gray'}>
            {t(`shares.state_${state}`)}
          </Badge>
        </div>
        <div className={classes.rowNote}>{facts.join(' · ')}</div>
      </div>
      {state === 'active' && (
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" size="xs" aria-label={t('shares.copyNamed', { title })} onClick={onCopy}>
            {t('shares.copy')}
          </Button>
          <Button variant="default" size="xs" aria-label={t('shares.revokeNamed', { title })} onClick={onRevoke}>
            {t('shares.revoke')}
          </Button>
        </Group>
      )}
    </li>
  );
}
