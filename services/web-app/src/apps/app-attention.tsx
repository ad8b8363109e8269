import type { AdminApp } from '@mateship/contracts';
import { AlertIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import { Ago } from './ago.js';
import classes from './apps.module.css';
import { LogLines } from './log-lines.js';

interface AppAttentionProps {
  name: string;
  attention: NonNullable<AdminApp['attention']>;
  now: number;
}

/** Why an app is down for good, what it said last, and the way on. */
export function AppAttention({ name, attention: { since, lastLines }, now }: AppAttentionProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.attention}>
      <p className={classes.attentionTitle}>
        <AlertIcon size={16} />
        <span>
          {t('apps.gaveUp')} <Ago at={since} now={now} />
        </span>
      </p>
      <LogLines lines={lastLines} label={t('apps.lastLines', { name })} now={now} />
      <p>{t('apps.wayOn')}</p>
    </div>
  );
}
