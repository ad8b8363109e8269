import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { ApiError } from '@mateship/client';
import { useMutation } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { PasswordField } from '../app/password-field.js';
import { signedInDestination } from '../app/sign-in-destination.js';
import { AuthLayout } from './auth-layout.js';
import { EmailCode } from './email-code.js';

export function SignInPage() {
  const { t } = useTranslation();
  const { client, session } = useApp();
  const router = useRouter();
  const { next, ended } = useSearch({ from: '/signin' });
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);

  const signIn = useMutation({
    mutationFn: () => client.auth.login({ login: login.trim(), password }),
    onSuccess: async (started) => {
      session.begin(started);
      await router.navigate({ href: signedInDestination(next), replace: true });
    },
    onError: () => passwordField.current?.select(),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };

  if (signIn.error instanceof ApiError && signIn.error.code === 'EMAIL_NOT_VERIFIED') {
    return <EmailCode email={login.includes('@') ? login.trim() : null} onVerified={() => signIn.mutate()} onSignIn={() => signIn.reset()} />;
  }

  return (
    <AuthLayout title={t('auth.signInTitle')}>
      <form onSubmit={submit}>
        <Stack>
          {ended && !signIn.error && <Alert color="ochre">{t('auth.sessionEnded')}</Alert>}
          {signIn.error && <ErrorNotice error={signIn.error} />}
          <TextInput label={t('auth.login')} value={login} onChange={(event) => setLogin(event.currentTarget.value)} autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus />
          <PasswordField
            ref={passwordField}
            label={t('auth.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
          />
          <Button type="submit" size="md" loading={signIn.isPending} fullWidth>
            {t('auth.signIn')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('auth.noAccount')}
          </Text>
        </Stack>
      </form>
    </AuthLayout>
  );
}
