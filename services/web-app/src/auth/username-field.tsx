import { Loader, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CheckIcon } from '@mateship/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { isUsernameShaped } from './sign-up-rules.js';

interface UsernameFieldProps {
  value: string;
  onChange: (username: string) => void;
  /** Told whether the name can be used, as far as is known. */
  onUsable: (usable: boolean) => void;
  /** The form was sent, so that an empty name is an error too. */
  tried: boolean;
}

/** Checks the name while it is typed: its shape at once, whether it is free after a pause. */
export function UsernameField({ value, onChange, onUsable, tried }: UsernameFieldProps) {
  const { t } = useTranslation();
  const { client } = useApp();
  const [settled] = useDebouncedValue(value, 350);
  const shaped = isUsernameShaped(value);
  const check = useQuery({
    queryKey: ['username-check', settled],
    queryFn: ({ signal }) => client.auth.checkUsername(settled, { signal }),
    enabled: shaped && settled === value,
    staleTime: 10_000,
    retry: false,
  });
  const answer = settled === value && shaped ? check.data : undefined;
  const taken = answer?.valid === false;
  // When the check itself fails, sign-up decides.
  const usable = shaped && !taken;

  useEffect(() => onUsable(usable), [onUsable, usable]);

  const wrongShape = !shaped && (tried || (value !== '' && settled === value));
  const error = taken ? t('auth.usernameTaken', { name: value }) : wrongShape ? t('auth.usernameHelp') : null;
  const help = answer?.valid ? t('auth.usernameFree', { name: value }) : t('auth.usernameHelp');
  return (
    <TextInput
      label={t('auth.username')}
      description={error ? undefined : <span aria-live="polite">{help}</span>}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.toLowerCase())}
      error={error}
      rightSection={check.isFetching ? <Loader size="xs" /> : answer?.valid ? <CheckIcon /> : null}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={32}
      required
      autoFocus
    />
  );
}
