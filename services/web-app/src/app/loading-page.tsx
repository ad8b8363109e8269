import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function LoadingPage() {
  const { t } = useTranslation();
  return (
    <Center mih="60dvh" role="status" aria-label={t('shell.loading')}>
      <Loader type="dots" />
    </Center>
  );
}
