import type { Client } from '@mateship/client';
import type { ShareSnapshot } from '@mateship/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../errors/describe-error.js';
import type { Session } from '../session/session.js';
import classes from './share-page.module.css';

type State = 'idle' | 'working' | 'signedOut' | { error: unknown };

/** Takes the snapshot into a new chat of the reader, for whoever has an account here. */
export function ContinueCopy({ snapshot, client, session }: { snapshot: ShareSnapshot; client: Client; session: Session }) {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('idle');

  async function copy(): Promise<void> {
    setState('working');
    try {
      if (!(await session.renew())) return setState('signedOut');
      const chat = await client.shares.copy(snapshot);
      location.assign(`/chat/${chat.id}`);
    } catch (error) {
      setState({ error });
    }
  }

  return (
    <section className={classes.copy}>
      <p>{t('sharePage.copyHelp')}</p>
      <button type="button" className={classes.button} disabled={state === 'working'} onClick={() => void copy()}>
        {t(state === 'working' ? 'sharePage.copying' : 'sharePage.copy')}
      </button>
      {state === 'signedOut' && (
        <p ref={show} className={classes.problem} role="alert">
          {t('sharePage.signIn')}{' '}
          <a href="/signin" target="_blank" rel="noopener">
            {t('sharePage.signInLink')}
          </a>
        </p>
      )}
      {typeof state === 'object' && (
        <p ref={show} className={classes.problem} role="alert">
          {describeError(state.error).message}
        </p>
      )}
    </section>
  );
}

/** It is below the last thing on the page, where a window may end. */
function show(problem: HTMLElement | null): void {
  problem?.scrollIntoView({ block: 'nearest' });
}
