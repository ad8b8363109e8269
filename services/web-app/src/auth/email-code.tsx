import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { AuthLayout } from './auth-layout.js';

/** Asks for the code that was sent to an address; asks for the address too when it is not known. Signing in sends another one. */
export function EmailCode({ email: known, onVerified, onSignIn }: { email: string | null; onVerified: () => void; onSignIn: () => void }) {
  const { t } = useTranslation();
  const { client } = useApp();
  const [email, setEmail] = useState(known ?? '');
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const verify = useMutation({ mutationFn: () => client.auth.verifyEmail(email.trim(), code.trim()), onSuccess: onVerified, onError: () => field.current?.select() });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };

  return (
    <AuthLayout title={t('auth.verifyTitle')} lead={known ? t('auth.verifySent', { email: known }) : null}>
      <form onSubmit={submit}>
        <Stack>
          {verify.error && <ErrorNotice error={verify.error} />}
          {!known && <TextInput type="email" label={t('auth.verifyEmail')} value={email} onChange={(event) => setEmail(event.currentTarget.value)} autoComplete="email" required />}
          <TextInput
            ref={field}
            label={t('auth.code')}
            description={t('auth.codeHelp')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="one-time-code"
            inputMode="numeric"
            minLength={4}
            maxLength={12}
            required
            autoFocus
          />
          <Button type="submit" size="md" loading={verify.isPending || verify.isSuccess} fullWidth>
            {t('auth.verify')}
          </Button>
          <Button variant="subtle" onClick={onSignIn}>
            {t('auth.newCode')}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
