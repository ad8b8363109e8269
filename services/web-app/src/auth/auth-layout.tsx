import { Text, Title } from '@mantine/core';
import { BrandMark } from '@mateship/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../shell/use-page-title.js';
import classes from './auth-layout.module.css';

/** The frame of the pages before sign-in: the brand, and one card with one thing to do. */
export function AuthLayout({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  usePageTitle(title);
  return (
    <main className={classes.page} id="content">
      <div className={classes.brand}>
        <BrandMark size={36} />
        <span className={classes.name}>{t('brand')}</span>
      </div>
      <section className={classes.card} aria-labelledby="auth-title">
        <Title order={1} size="h2" id="auth-title">
          {title}
        </Title>
        {lead && (
          <Text c="dimmed" mt={4}>
            {lead}
          </Text>
        )}
        <div className={classes.body}>{children}</div>
      </section>
      <Text c="dimmed" size="sm" ta="center">
        {t('auth.tagline')}
      </Text>
    </main>
  );
}
