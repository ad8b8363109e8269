import { Progress } from '@mantine/core';
import type { KeyVersions } from '@mateship/contracts';
import { AlertIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import { rewrapKind, rewrapPercent } from './rewrap-progress.js';
import classes from './server-keys.module.css';

/** How far the last rotation is, and which keys it could not take along. */
export function RewrapCard({ keys: { rewrap, current } }: { keys: KeyVersions }) {
  const { t } = useTranslation();
  const kind = rewrapKind(rewrap);
  const percent = rewrapPercent(rewrap);
  return (
    <div>
      <p className={classes.state} role="status">
        {t(`serverKeys.state_${kind}`)}
      </p>
      {kind !== 'empty' && (
        <>
          <Progress.Root size="md" aria-hidden={kind === 'done'}>
            <Progress.Section value={percent} color={kind === 'stuck' || kind === 'waiting' ? 'ochre' : 'gum'} aria-label={t('serverKeys.progress')} />
          </Progress.Root>
          <p className={classes.note}>
            {t('serverKeys.done', { count: rewrap.total - rewrap.left, total: rewrap.total, version: current })}
            {kind === 'working' && rewrap.perSecond > 0 && ` ${t('serverKeys.rate', { rate: rewrap.perSecond })}`}
          </p>
        </>
      )}
      {rewrap.failures > 0 && <Failures count={rewrap.failures} />}
    </div>
  );
}

function Failures({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes.failures}>
      <AlertIcon size={16} />
      <div>
        <strong>{t('serverKeys.failures', { count })}</strong>
        <p>{t('serverKeys.failuresHelp')}</p>
      </div>
    </div>
  );
}
