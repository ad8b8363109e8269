import { Skeleton } from '@mantine/core';
import { CreditsIcon } from '@mateship/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './credits.module.css';
import { formatCredits } from './format-credits.js';
import { useCredits } from './use-credits.js';

/** The balance at a glance; leads to the page about it. */
export function CreditsLink() {
  const { t } = useTranslation();
  const { data, error } = useCredits();
  if (error) return <span />;
  if (!data) return <Skeleton height={16} width={80} radius="sm" />;
  const amount = formatCredits(data.available);
  return (
    <Link to="/settings/credits" className={classes.link} aria-label={t('credits.label', { amount })}>
      <CreditsIcon size={16} />
      {amount}
    </Link>
  );
}
