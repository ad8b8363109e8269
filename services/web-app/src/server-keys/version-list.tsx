import { Badge, Button } from '@mantine/core';
import type { KeyVersion, KeyVersionHold, KeyVersions } from '@mateship/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../settings/confirm-dialog.js';
import settings from '../settings/settings.module.css';
import { Day } from './key-facts.js';
import classes from './server-keys.module.css';
import { useKeyActions } from './use-server-keys.js';

/** All versions, newest first, with the way to be rid of old ones and what keeps them. */
export function VersionList({ keys }: { keys: KeyVersions }) {
  const { t } = useTranslation();
  const { retire } = useKeyActions();
  const [asking, setAsking] = useState(false);
  const isUnused = keys.least < keys.current && keys.rewrap.left === 0 && keys.holds.every(({ leastVersion }) => leastVersion >= keys.current);
  return (
    <div>
      <h3 className={classes.subtitle}>{t('serverKeys.versions')}</h3>
      <ul className={settings.rows} aria-label={t('serverKeys.versions')}>
        {keys.versions.toReversed().map((version) => (
          <VersionRow key={version.version} version={version} isCurrent={version.version === keys.current} />
        ))}
      </ul>
      {keys.holds.map((hold) => (
        <Hold key={hold.backupId} hold={hold} />
      ))}
      {isUnused && (
        <Button mt="md" variant="default" onClick={() => setAsking(true)}>
          {t('serverKeys.retire')}
        </Button>
      )}
      {asking && (
        <ConfirmDialog title={t('serverKeys.retireTitle')} text={t('serverKeys.retireHelp')} action={t('serverKeys.retire')} onConfirm={() => retire(keys.current)} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

function VersionRow({ version: { version, createdAt, keys }, isCurrent }: { version: KeyVersion; isCurrent: boolean }) {
  const { t } = useTranslation();
  return (
    <li className={settings.row}>
      <div className={settings.rowText}>
        <span className={settings.rowTitle}>
          {t('serverKeys.version', { version })}
          {isCurrent && (
            <Badge variant="light" color="gum">
              {t('serverKeys.current')}
            </Badge>
          )}
        </span>
        <span className={settings.rowNote}>
          {t('serverKeys.madeOn')} <Day at={createdAt} />
        </span>
      </div>
      <span className={classes.count}>{t('serverKeys.keys', { count: keys })}</span>
    </li>
  );
}

function Hold({ hold: { backupId, leastVersion, until } }: { hold: KeyVersionHold }) {
  const { t } = useTranslation();
  return (
    <p className={classes.note}>
      {t('serverKeys.hold', { name: backupId, version: leastVersion })} <Day at={until} />
    </p>
  );
}
