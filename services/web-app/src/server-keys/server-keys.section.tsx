import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../app/error-notice.js';
import { ConfirmDialog } from '../settings/confirm-dialog.js';
import { Section } from '../settings/section.js';
import { KeyFacts } from './key-facts.js';
import classes from './server-keys.module.css';
import { RewrapCard } from './rewrap-card.js';
import { isBusy } from './key-actions.js';
import { useKeyActions, useServerKeys } from './use-server-keys.js';
import { VersionList } from './version-list.js';

/** The main keys of the server, for administrators: their versions, how a rotation goes, and a new one. */
export function ServerKeysSection() {
  const { t } = useTranslation();
  const { data, error, refetch } = useServerKeys();
  const { rotate } = useKeyActions();
  const [asking, setAsking] = useState(false);
  const canRotate = data !== undefined && !isBusy(data);
  // Not `disabled` while it works: that would take the focus away.
  const action = (
    <Button aria-disabled={!canRotate} className={classes.rotate} onClick={() => canRotate && setAsking(true)}>
      {t('serverKeys.rotate')}
    </Button>
  );
  return (
    <Section title={t('serverKeys.title')} help={t('serverKeys.help')} action={action}>
      {error && <ErrorNotice title={t(data ? 'serverKeys.stale' : 'serverKeys.failed')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && <KeysSkeleton />}
      {data && (
        <div className={classes.parts}>
          <div className={classes.card}>
            <KeyFacts keys={data} />
            <RewrapCard keys={data} />
          </div>
          <VersionList keys={data} />
        </div>
      )}
      {asking && <ConfirmDialog title={t('serverKeys.rotateTitle')} text={t('serverKeys.rotateHelp')} action={t('serverKeys.rotate')} color="gum" onConfirm={rotate} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function KeysSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('shell.loading')} className={classes.card}>
      <Skeleton height={18} width="60%" />
      <Skeleton height={12} />
    </div>
  );
}
