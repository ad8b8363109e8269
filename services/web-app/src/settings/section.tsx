import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../shell/use-page-title.js';
import classes from './settings.module.css';

interface SectionProps {
  title: string;
  help: string;
  action?: ReactNode;
  children: ReactNode;
}

/** One part of the settings: what it is for, its main action, its content. */
export function Section({ title, help, action, children }: SectionProps) {
  const { t } = useTranslation();
  usePageTitle(`${title} · ${t('settings.title')}`);
  return (
    <section aria-labelledby="section-title">
      <div className={classes.sectionHead}>
        <div>
          <h2 className={classes.sectionTitle} id="section-title">
            {title}
          </h2>
          <p className={classes.sectionHelp}>{help}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Stands where a list will be. */
export function RowsSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('shell.loading')} className={classes.rows}>
      {[1, 2].map((row) => (
        <div key={row} className={classes.row}>
          <Skeleton height={14} width="40%" />
          <Skeleton height={26} width={70} />
        </div>
      ))}
    </div>
  );
}

/** Stands where a list would be if it had anything in it, and says what to do about that. */
export function EmptyRows({ title, help }: { title: string; help: string }) {
  return (
    <div className={classes.empty}>
      <strong>{title}</strong>
      {help}
    </div>
  );
}
