import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import type { ChatSummary, Message } from '@mateship/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { Dialog } from '../app/dialog.js';
import { ErrorNotice } from '../app/error-notice.js';
import { PasswordField } from '../app/password-field.js';
import { queryKeys } from '../app/query-keys.js';
import { useUser } from '../session/use-session.js';
import { SecretOnce } from '../settings/secret-once.js';
import { createShare, isShareable } from './create-share.js';
import { excerptOf, numberOrNull } from './message-excerpt.js';

const DAYS = [1, 7, 30, null];
const VIEWS = [null, 1, 5, 25, 100];
const secure = (): boolean => (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined;

interface ShareDialogProps {
  chat: ChatSummary;
  /** The branch that is shown, from its root. */
  messages: readonly Message[];
  onClose: () => void;
}

/** Makes a link to a copy of the branch that is shown, or of a part of it. */
export default function ShareDialog({ chat, messages, onClose }: ShareDialogProps) {
  const { t } = useTranslation();
  const { client, queries } = useApp();
  const user = useUser();
  const shareable = messages.filter(isShareable);
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(shareable.length - 1);
  const [days, setDays] = useState<number | null>(7);
  const [maxViews, setMaxViews] = useState<number | null>(null);
  const [password, setPassword] = useState('');

  const create = useMutation({
    mutationFn: () =>
      createShare({ chatId: chat.id, title: chat.title, messages: shareable.slice(from, to + 1), sharerId: user?.id ?? '', days, maxViews, password }, client.shares),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.shares }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const options = shareable.map((message, index) => ({
    value: String(index),
    label: t(message.role === 'user' ? 'shares.optionUser' : 'shares.optionAnswer', { number: index + 1, text: excerptOf(message) }),
  }));

  if (create.data) {
    return (
      <Dialog onClose={onClose} title={t('shares.createdTitle')} closeOnClickOutside={false}>
        <SecretOnce help={t(password ? 'shares.createdPassword' : 'shares.created')} label={t('shares.link')} secret={create.data.url} copyLabel={t('shares.copy')} onDone={onClose} />
      </Dialog>
    );
  }
  if (!secure() || shareable.length === 0) {
    return (
      <Dialog onClose={onClose} title={t('shares.dialogTitle')}>
        <Text>{t(secure() ? 'shares.nothing' : 'shares.insecure')}</Text>
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t('shares.dialogTitle')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {create.error && <ErrorNotice error={create.error} />}
          <Text size="sm">{t('shares.dialogHelp')}</Text>
          <NativeSelect label={t('shares.from')} data={options.slice(0, to + 1)} value={String(from)} onChange={(event) => setFrom(Number(event.currentTarget.value))} data-autofocus />
          <NativeSelect label={t('shares.to')} data={options.slice(from)} value={String(to)} onChange={(event) => setTo(Number(event.currentTarget.value))} />
          <Group grow align="start">
            <NativeSelect
              label={t('shares.ends')}
              data={DAYS.map((value) => ({ value: String(value), label: value === null ? t('shares.never') : t('shares.days', { count: value }) }))}
              value={String(days)}
              onChange={(event) => setDays(numberOrNull(event.currentTarget.value))}
            />
            <NativeSelect
              label={t('shares.maxViews')}
              data={VIEWS.map((value) => ({ value: String(value), label: value === null ? t('shares.anyViews') : t('shares.viewLimit', { count: value }) }))}
              value={String(maxViews)}
              onChange={(event) => setMaxViews(numberOrNull(event.currentTarget.value))}
            />
          </Group>
          <PasswordField
            label={t('shares.password')}
            description={t('shares.passwordHelp')}
            value={password}
            autoComplete="new-password"
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            {t('shares.recall')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('shares.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
