import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../app/dialog.js';
import { ErrorNotice } from '../app/error-notice.js';

interface ConfirmDialogProps {
  title: string;
  text: string;
  /** Name of the button that does it. */
  action: string;
  /** Of that button; red by default. */
  color?: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back, and stays open when it fails. */
export function ConfirmDialog({ title, text, action, color = 'red', onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const confirm = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Dialog onClose={onClose} title={title}>
      <Text mb="md">{text}</Text>
      {confirm.error && <ErrorNotice error={confirm.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        <Button color={color} loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {action}
        </Button>
      </Group>
    </Dialog>
  );
}
