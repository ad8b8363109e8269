import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@mateship/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../clipboard/use-copy.js';

interface SecretOnceProps {
  help: string;
  label: string;
  secret: string;
  copyLabel: string;
  onDone: () => void;
}

/** Shows what the server will never show again, ready to be copied. */
export function SecretOnce({ help, label, secret, copyLabel, onDone }: SecretOnceProps) {
  const { t } = useTranslation();
  const [copied, copy] = useCopy();
  const field = useRef<HTMLInputElement>(null);
  // It takes the place of a form that had the focus.
  useEffect(() => field.current?.focus(), []);
  return (
    <Stack>
      <Text>{help}</Text>
      <TextInput ref={field} label={label} value={secret} readOnly styles={{ input: { fontFamily: 'var(--ms-font-code)' } }} onFocus={(event) => event.currentTarget.select()} />
      <Group justify="flex-end">
        <Button leftSection={copied ? <CheckIcon /> : <CopyIcon />} onClick={() => copy(secret)}>
          {copied ? t('action.copied') : copyLabel}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('action.done')}
        </Button>
      </Group>
    </Stack>
  );
}
