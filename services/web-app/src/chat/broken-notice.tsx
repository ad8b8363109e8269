import { Alert, Text } from '@mantine/core';
import { AlertIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';

/** Stands in the place of the composer below a chat that was changed outside of the server. */
export function BrokenNotice() {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="red" variant="light" icon={<AlertIcon />} title={t('chat.brokenTitle')}>
      <Text size="sm">{t('chat.broken')}</Text>
    </Alert>
  );
}
