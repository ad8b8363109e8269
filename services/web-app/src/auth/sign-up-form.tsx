import { Button, Stack, TextInput } from '@mantine/core';
import type { SignupRequest } from '@mateship/contracts';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { PasswordField } from '../app/password-field.js';
import { useFirstWrong } from '../app/use-first-wrong.js';
import { AuthLayout } from './auth-layout.js';
import { EmailCode } from './email-code.js';
import { passwordProblem, emailProblem } from './sign-up-rules.js';
import { UsernameField } from './username-field.js';

/** Makes the account and signs in with it; asks for the e-mail code in between when the server wants one. */
export function SignUpForm({ inviteToken, admin }: { inviteToken: string; admin: boolean }) {
  const { t } = useTranslation();
  const { client, session } = useApp();
  const router = useRouter();
  const [username, setUsername] = useState('');
  const [usernameOk, setUsernameOk] = useState(false);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { form, show } = useFirstWrong();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());

  const signIn = useMutation({
    mutationFn: () => client.auth.login({ login: username, password }),
    onSuccess: async (started) => {
      session.begin(started);
      await router.navigate({ to: '/', replace: true });
    },
    onError: () => router.navigate({ to: '/signin', replace: true }),
  });
  const signUp = useMutation({
    mutationFn: (request: SignupRequest) => client.auth.signup(request),
    onSuccess: (made) => {
      if (!made.emailVerificationRequired) signIn.mutate();
    },
  });

  const problems = { email: emailProblem(email), password: passwordProblem(password) };
  const problem = (field: 'email' | 'password') => {
    const key = problems[field];
    return key && left.has(field) ? t(key) : null;
  };
  const leave = (field: string) => setLeft((fields) => new Set(fields).add(field));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setLeft(new Set(['username', 'email', 'password']));
    if (usernameOk && !problems.email && !problems.password) signUp.mutate({ inviteToken, username, email: email.trim(), password });
    else show();
  };

  if (signUp.data?.emailVerificationRequired) return <EmailCode email={email.trim()} onVerified={() => signIn.mutate()} onSignIn={() => void router.navigate({ to: '/signin' })} />;

  return (
    <AuthLayout title={t('auth.signUpTitle')} lead={t(admin ? 'auth.invitedAdmin' : 'auth.invitedUser')}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack>
          {signUp.error && <ErrorNotice error={signUp.error} />}
          <UsernameField value={username} onChange={setUsername} onUsable={setUsernameOk} tried={left.has('username')} />
          <TextInput
            type="email"
            label={t('auth.email')}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            onBlur={() => email && leave('email')}
            error={problem('email')}
            autoComplete="email"
            required
          />
          <PasswordField
            label={t('auth.password')}
            description={t('auth.passwordHelp')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            onBlur={() => password && leave('password')}
            error={problem('password')}
            autoComplete="new-password"
            required
          />
          <Button type="submit" size="md" loading={signUp.isPending || signIn.isPending} fullWidth>
            {t('auth.signUp')}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
