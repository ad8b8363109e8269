import { Button, Group, Radio, Stack } from '@mantine/core';
import type { Role } from '@mateship/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { Dialog } from '../app/dialog.js';
import { ErrorNotice } from '../app/error-notice.js';
import { queryKeys } from '../app/query-keys.js';
import { SecretOnce } from '../settings/secret-once.js';

const LIFETIMES = [1, 14, 90];

export function CreateInviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const [role, setRole] = useState<Role>('user');
  const [days, setDays] = useState(14);
  const create = useMutation({
    mutationFn: () => client.invites.create({ role, expiresInDays: days }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.invites }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };

  if (create.data) {
    return (
      <Dialog onClose={onClose} title={t('invites.createdTitle')} closeOnClickOutside={false}>
        <SecretOnce help={t('invites.createdHelp')} label={t('invites.link')} secret={create.data.url} copyLabel={t('invites.copyLink')} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t('invites.new')}>
      <form onSubmit={submit}>
        <Stack>
          {create.error && <ErrorNotice error={create.error} />}
          <Radio.Group label={t('invites.role')} value={role} onChange={(value) => setRole(value === 'admin' ? 'admin' : 'user')}>
            <Group gap="md" mt="xs">
              <Radio value="user" label={t('settings.roleUser')} />
              <Radio value="admin" label={t('settings.roleAdmin')} />
            </Group>
          </Radio.Group>
          <Radio.Group label={t('invites.ends')} value={String(days)} onChange={(value) => setDays(Number(value))}>
            <Group gap="md" mt="xs">
              {LIFETIMES.map((lifetime) => (
                <Radio key={lifetime} value={String(lifetime)} label={t('invites.days', { count: lifetime })} />
              ))}
            </Group>
          </Radio.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('invites.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
