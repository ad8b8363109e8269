import { useTranslation } from 'react-i18next';
import { useUser } from '../session/use-session.js';
import { DeleteAccount } from './delete-account.js';
import { Section } from './section.js';
import classes from './settings.module.css';

export function AccountSection() {
  const { t } = useTranslation();
  const user = useUser();
  if (!user) return null;
  return (
    <Section title={t('settings.account')} help={t('settings.accountHelp')}>
      <dl className={`${classes.card} ${classes.facts}`}>
        <dt>{t('settings.username')}</dt>
        <dd>{user.username}</dd>
        <dt>{t('settings.email')}</dt>
        <dd>{user.email}</dd>
        <dt>{t('settings.role')}</dt>
        <dd>{t(user.role === 'admin' ? 'settings.roleAdmin' : 'settings.roleUser')}</dd>
      </dl>
      <DeleteAccount />
    </Section>
  );
}
