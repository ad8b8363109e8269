import type { AdminApp } from '@mateship/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Ago } from './ago.js';
import { formatDuration, formatMemory, formatPercent } from './app-formats.js';
import { usageKind } from './app-usage.js';
import classes from './apps.module.css';

/** What an app uses, how it has done, and what it may reach. */
export function AppFacts({ app, now }: { app: AdminApp; now: number }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.facts}>
      <Usage app={app} />
      <Fact label={t('apps.lastUsed')}>{app.lastUsedAt ? <Ago at={app.lastUsedAt} now={now} /> : t('apps.notUsed')}</Fact>
      <Fact label={t('apps.lastWake')}>{app.lastWakeMs === null ? t('apps.notWoken') : formatDuration(app.lastWakeMs / 1000)}</Fact>
      <Fact label={t('apps.restarts')}>{app.restarts}</Fact>
      <Fact label={t('apps.egress')} width="full">
        <Egress addresses={app.egress} />
      </Fact>
    </dl>
  );
}

function Usage({ app }: { app: AdminApp }) {
  const { t } = useTranslation();
  const kind = usageKind(app);
  if (kind !== 'measured') {
    return (
      <Fact label={t('apps.memory')} width="double">
        {t(`apps.usage_${kind}`)}
      </Fact>
    );
  }
  return (
    <>
      <Fact label={t('apps.memory')}>{formatMemory(app.memoryBytes)}</Fact>
      <Fact label={t('apps.cpu')}>{t('apps.ofOneCore', { percent: formatPercent(app.cpuPercent) })}</Fact>
    </>
  );
}

function Egress({ addresses }: { addresses: readonly string[] }) {
  const { t } = useTranslation();
  if (addresses.length === 0) return t('apps.nothingOutside');
  return addresses.map((address) => (
    <code key={address} className={classes.address}>
      {address}
    </code>
  ));
}

function Fact({ label, width, children }: { label: string; width?: 'double' | 'full'; children: ReactNode }) {
  return (
    <div data-width={width}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
