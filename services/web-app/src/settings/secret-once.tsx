import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@mateship/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../clipboard/use-copy.js';
import classes from './settings.module.css';

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
  const field = useRef<HTMLTextAreaElement>(null);
  // It takes the place of a form that had the focus.
  useEffect(() => field.current?.focus(), []);
  return (
    <Stack>
      <Text>{help}</Text>
      {/* Not an input: that would show a part of a link only, and cuts off what fonts draw at the lower edge of a line, such as underscores. */}
      <Textarea ref={field} label={label} value={secret} readOnly rows={3} classNames={{ input: classes.secret }} spellCheck={false} onFocus={(event) => event.currentTarget.select()} />
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
