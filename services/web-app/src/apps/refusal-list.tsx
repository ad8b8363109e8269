import type { EgressRefusal } from '@mateship/contracts';
import { useTranslation } from 'react-i18next';
import { Ago } from './ago.js';
import classes from './apps.module.css';
import { groupRefusals } from './group-refusals.js';

/** Addresses that an app tried to reach and may not. */
export function RefusalList({ refusals, now }: { refusals: readonly EgressRefusal[]; now: number }) {
  const { t } = useTranslation();
  if (refusals.length === 0) return <p className={classes.nothing}>{t('apps.noRefusals')}</p>;
  return (
    <ul className={classes.refusals}>
      {groupRefusals(refusals).map(({ address, count, lastAt }) => (
        <li key={address}>
          <code className={classes.address}>{address}</code>
          <span>
            {t('apps.refused', { count })} <Ago at={lastAt} now={now} />
          </span>
        </li>
      ))}
    </ul>
  );
}
