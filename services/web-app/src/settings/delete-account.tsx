import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { Dialog } from '../app/dialog.js';
import { ErrorNotice } from '../app/error-notice.js';
import { PasswordField } from '../app/password-field.js';

/** Asks for the password, says what happens, and deletes the account. */
export function DeleteAccount() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Text size="sm" c="dimmed" mt="xl" mb="xs">
        {t('settings.deleteAccountHelp')}
      </Text>
      <Button color="red" variant="light" onClick={() => setOpen(true)}>
        {t('settings.deleteAccount')}
      </Button>
      {open && <DeleteAccountDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { client, session } = useApp();
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const removal = useMutation({ mutationFn: () => client.users.remove(password), onSuccess: () => session.end('asked'), onError: () => field.current?.select() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    removal.mutate();
  };
  return (
    <Dialog onClose={onClose} title={t('settings.deleteAccount')}>
      <form onSubmit={submit}>
        <Text mb="md">{t('settings.deleteAccountText')}</Text>
        <PasswordField
          ref={field}
          data-autofocus
          label={t('settings.deleteAccountPassword')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          mb="md"
        />
        {removal.error && <ErrorNotice error={removal.error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={password === ''} loading={removal.isPending}>
            {t('settings.deleteAccount')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
