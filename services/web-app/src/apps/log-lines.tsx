import { useTranslation } from 'react-i18next';
import classes from './apps.module.css';

/** What an app has printed, scrolled to its newest line. */
export function LogLines({ lines, label }: { lines: readonly string[]; label: string }) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className={classes.nothing}>{t('apps.noLines')}</p>;
  return (
    <div className={classes.log} role="group" aria-label={label} tabIndex={0}>
      <pre>{lines.join('\n')}</pre>
    </div>
  );
}
