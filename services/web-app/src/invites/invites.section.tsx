import { Badge, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Invite } from '@mateship/contracts';
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
import { CreateInviteDialog } from './create-invite-dialog.js';
import { inviteState } from './invite-state.js';

export function InvitesSection() {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const [now] = useState(() => Date.now());
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Invite | null>(null);
  const { data, error, refetch } = useQuery({ queryKey: queryKeys.invites, queryFn: ({ signal }) => client.invites.list({ signal }) });

  const revoke = async (invite: Invite) => {
    await client.invites.revoke(invite.id);
    await queries.invalidateQueries({ queryKey: queryKeys.invites });
    notifications.show({ message: t('invites.revoked'), closeButtonProps: { 'aria-label': t('action.close') } });
  };

  return (
    <Section title={t('invites.title')} help={t('invites.help')} action={<Button onClick={() => setCreating(true)}>{t('invites.new')}</Button>}>
      {error && <ErrorNotice title={t('invites.failed')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && <RowsSkeleton />}
      {data?.items.length === 0 && <EmptyRows title={t('invites.empty')} help={t('invites.emptyHelp')} />}
      {data && data.items.length > 0 && (
        <ul className={classes.rows} aria-label={t('invites.title')}>
          {data.items.map((invite) => (
            <InviteRow key={invite.id} invite={invite} now={now} onRevoke={() => setRevoking(invite)} />
          ))}
        </ul>
      )}
      {creating && <CreateInviteDialog onClose={() => setCreating(false)} />}
      {revoking && (
        <ConfirmDialog title={t('invites.revokeTitle')} text={t('invites.revokeHelp')} action={t('invites.revoke')} onConfirm={() => revoke(revoking)} onClose={() => setRevoking(null)} />
      )}
    </Section>
  );
}

function InviteRow({ invite, now, onRevoke }: { invite: Invite; now: number; onRevoke: () => void }) {
  const { t } = useTranslation();
  const state = inviteState(invite, now);
  const role = t(invite.role === 'admin' ? 'settings.roleAdmin' : 'settings.roleUser');
  const created = formatDate(invite.createdAt);
  const label = { open: t('invites.open'), expired: t('invites.expired'), used: t('invites.used', { name: invite.usedBy ?? '' }) }[state];
  const when = invite.usedAt ? t('invites.usedOn', { date: formatDate(invite.usedAt) }) : invite.expiresAt && t('invites.endsOn', { date: formatDate(invite.expiresAt) });
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <div className={classes.rowTitle}>
          {role}
          <Badge variant="light" size="sm" color={state === 'open' ? 'gum' : 'gray'} tt="none">
            {label}
          </Badge>
        </div>
        <div className={classes.rowNote}>{[t('invites.created', { date: created }), when].filter(Boolean).join(' · ')}</div>
      </div>
      {state === 'open' && (
        <Button variant="default" size="xs" aria-label={t('invites.revokeNamed', { role, date: created })} onClick={onRevoke}>
          {t('invites.revoke')}
        </Button>
      )}
    </li>
  );
}
