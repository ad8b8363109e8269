import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { NoticePage } from './notice-page.js';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <NoticePage title={t('error.notFoundTitle')} text={t('error.notFound')}>
      <Button component={Link} to="/">
        {t('error.home')}
      </Button>
    </NoticePage>
  );
}
