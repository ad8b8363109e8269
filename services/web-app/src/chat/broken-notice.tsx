import { Alert, Button, Text } from '@mantine/core';
import { AlertIcon } from '@mateship/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Stands in the place of the composer below a chat that was changed outside of the server. */
export function BrokenNotice() {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="red" variant="light" icon={<AlertIcon />} title={t('chat.brokenTitle')}>
      <Text size="sm" mb="sm">
        {t('chat.broken')}
      </Text>
      <Button component={Link} to="/" size="compact-sm" variant="default">
        {t('chat.new')}
      </Button>
    </Alert>
  );
}
