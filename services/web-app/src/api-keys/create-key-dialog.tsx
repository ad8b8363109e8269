import { Button, Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import type { ApiKeyScope } from '@mateship/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { Dialog } from '../app/dialog.js';
import { ErrorNotice } from '../app/error-notice.js';
import { queryKeys } from '../app/query-keys.js';
import { useFirstWrong } from '../app/use-first-wrong.js';
import { SecretOnce } from '../settings/secret-once.js';

const SCOPES: readonly ApiKeyScope[] = ['chat', 'share', 'skills', 'models', 'vault'];
/** Days a key may live; null is for ever. */
const LIFETIMES = [30, 90, 365, null];

export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['chat']);
  const [days, setDays] = useState<number | null>(90);
  const [tried, setTried] = useState(false);
  const { form, show } = useFirstWrong();

  const create = useMutation({
    mutationFn: () => client.apiKeys.create({ name: name.trim(), scopes: SCOPES.filter((scope) => scopes.includes(scope)), expiresInDays: days }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.apiKeys }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() && scopes.length > 0) create.mutate();
    else show();
  };

  if (create.data) {
    return (
      <Dialog onClose={onClose} title={t('keys.createdTitle')} closeOnClickOutside={false}>
        <SecretOnce help={t('keys.createdHelp')} label={t('keys.secret')} secret={create.data.key} copyLabel={t('keys.copySecret')} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t('keys.new')}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack>
          {create.error && <ErrorNotice error={create.error} />}
          <TextInput
            label={t('keys.name')}
            placeholder={t('keys.namePlaceholder')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={tried && !name.trim() ? t('keys.nameNeeded') : null}
            maxLength={60}
            data-autofocus
          />
          <Checkbox.Group label={t('keys.scopes')} value={scopes} onChange={setScopes} error={tried && scopes.length === 0 ? t('keys.scopesNeeded') : null}>
            <Stack gap="xs" mt="xs">
              {SCOPES.map((scope) => (
                <Checkbox key={scope} value={scope} label={t(`keys.scope_${scope}`)} description={t(`keys.scope_${scope}_help`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Radio.Group label={t('keys.expires')} value={String(days)} onChange={(value) => setDays(value === 'null' ? null : Number(value))}>
            <Group gap="md" mt="xs">
              {LIFETIMES.map((lifetime) => (
                <Radio key={lifetime} value={String(lifetime)} label={lifetime === null ? t('keys.never') : t('keys.days', { count: lifetime })} />
              ))}
            </Group>
          </Radio.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('keys.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
