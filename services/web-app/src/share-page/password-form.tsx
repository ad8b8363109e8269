import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './share-page.module.css';

interface PasswordFormProps {
  wrong: boolean;
  failed: 'busy' | 'offline' | string | null;
  onSubmit: (password: string) => void;
}

/** Asks for the password of a link. It stays in the browser. */
export function PasswordForm({ wrong, failed, onSubmit }: PasswordFormProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const problem = wrong ? t('sharePage.wrongPassword') : failed === 'busy' ? t('sharePage.busy') : failed ? t('sharePage.offline') : null;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (password) onSubmit(password);
  };

  return (
    <form className={classes.notice} onSubmit={submit}>
      <h1>{t('sharePage.lockedTitle')}</h1>
      <p>{t('sharePage.locked')}</p>
      <label className={classes.label} htmlFor="password">
        {t('sharePage.password')}
      </label>
      <input
        id="password"
        className={classes.input}
        type="password"
        autoComplete="off"
        autoFocus
        value={password}
        aria-invalid={wrong}
        aria-describedby={problem ? 'problem' : undefined}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem && (
        <p id="problem" className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className={classes.button}>
        {t('sharePage.open')}
      </button>
    </form>
  );
}
