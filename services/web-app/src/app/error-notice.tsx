import { Alert, Button, Group, Text } from '@mantine/core';
import { ApiError } from '@mateship/client';
import { AlertIcon } from '@mateship/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../errors/describe-error.js';
import { useServerBack } from './use-server-back.js';

interface ErrorNoticeProps {
  error: unknown;
  /** What was tried, for errors of a whole part of the page. */
  title?: ReactNode;
  onRetry?: () => void;
  onClose?: () => void;
}

/** An error in its place on the page: what happened, and the way on. What can be tried again goes on by itself when the server was away. */
export function ErrorNotice({ error, title, onRetry, onClose }: ErrorNoticeProps) {
  const { t } = useTranslation();
  const { message, requestId } = describeError(error);
  const isWaiting = useServerBack(error, onRetry);
  // What an account may not do, it may not do a second time either.
  const forbidden = error instanceof ApiError && error.status === 403;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<AlertIcon />}
      title={title}
      withCloseButton={onClose !== undefined}
      closeButtonLabel={t('action.close')}
      onClose={onClose}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">{isWaiting ? t('error.waiting') : message}</Text>
        {onRetry && !forbidden && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )}
      </Group>
      {requestId && (
        <Text size="xs" c="dimmed" ff="monospace" mt={4}>
          {t('error.requestId', { id: requestId })}
        </Text>
      )}
    </Alert>
  );
}
