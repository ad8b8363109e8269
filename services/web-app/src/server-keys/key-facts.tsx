import type { KeyVersions } from '@mateship/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../settings/format-date.js';
import classes from './server-keys.module.css';

/** Which version is in use, and when it changes. */
export function KeyFacts({ keys }: { keys: KeyVersions }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.facts}>
      <Fact label={t('serverKeys.inUse')}>{t('serverKeys.version', { version: keys.current })}</Fact>
      <Fact label={t('serverKeys.lastRotation')}>{keys.lastRotationAt ? <Day at={keys.lastRotationAt} /> : t('serverKeys.never')}</Fact>
      <Fact label={t('serverKeys.nextRotation')}>{keys.nextRotationAt ? <Day at={keys.nextRotationAt} /> : t('serverKeys.byHand')}</Fact>
    </dl>
  );
}

/** A day, and the exact moment for those who ask. */
export function Day({ at }: { at: string }) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {formatDate(at)}
    </time>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
