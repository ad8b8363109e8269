import { Button, Center, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { AuthLayout } from './auth-layout.js';
import { SignUpForm } from './sign-up-form.js';

/** Where an invite link leads: says honestly whether it still works, and if so lets the person in. */
export function SignUpPage() {
  const { t } = useTranslation();
  const { client } = useApp();
  const { token = '' } = useSearch({ from: '/signup' });
  const invite = useQuery({
    queryKey: ['invite-check', token],
    queryFn: ({ signal }) => client.auth.checkInvite(token, { signal }),
    enabled: token !== '',
    staleTime: Infinity,
  });

  if (token === '') {
    return (
      <NoWayIn title={t('auth.inviteMissingTitle')}>{t('auth.inviteMissing', { example: `${window.location.origin}/signup?token=…` })}</NoWayIn>
    );
  }
  if (invite.error) {
    return (
      <AuthLayout title={t('auth.signUpTitle')}>
        <ErrorNotice error={invite.error} onRetry={() => void invite.refetch()} />
      </AuthLayout>
    );
  }
  if (!invite.data) {
    return (
      <AuthLayout title={t('auth.signUpTitle')} lead={t('auth.checkingInvite')}>
        <Center role="status" aria-label={t('auth.checkingInvite')} py="lg">
          <Loader type="dots" />
        </Center>
      </AuthLayout>
    );
  }
  if (invite.data.valid) return <SignUpForm inviteToken={token} admin={invite.data.role === 'admin'} />;
  return invite.data.reason === 'used' ? (
    <NoWayIn title={t('auth.inviteUsedTitle')}>{t('auth.inviteUsed')}</NoWayIn>
  ) : (
    <NoWayIn title={t('auth.inviteUnknownTitle')}>{t('auth.inviteUnknown')}</NoWayIn>
  );
}

function NoWayIn({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <AuthLayout title={title}>
      <Stack>
        <Text>{children}</Text>
        <Button component={Link} to="/signin" variant="default">
          {t('auth.toSignIn')}
        </Button>
      </Stack>
    </AuthLayout>
  );
}
