import { ApiError, createClient, type Client } from '@mateship/client';
import { OpenFailure } from '@mateship/crypto/browser';
import { useEffect, useRef, useState } from 'react';
import { refreshLock } from '../session/refresh-lock.js';
import { Session } from '../session/session.js';
import { openLink, type Link, type OpenedShare } from './open-link.js';

/** Why there is nothing to read. */
export type Trouble = 'broken' | 'unknown' | 'gone' | 'damaged' | 'busy' | 'offline' | 'insecure';

export type ShareView =
  | { state: 'opening' }
  | { state: 'locked'; wrong: boolean; failed: Trouble | null }
  | { state: 'trouble'; trouble: Trouble }
  | { state: 'open'; share: OpenedShare };

/** The API with the reader's own account, if there is one; it is asked for only when the reader wants a copy. */
export function readerClient(): { client: Client; session: Session } {
  const client = createClient({ baseUrl: '', getAccessToken: () => session.accessToken(), onUnauthorized: () => session.renew() });
  const session = new Session(() => client.auth.refresh(), refreshLock);
  return { client, session };
}

/** Opens a link once, or as often as a password is tried. */
export function useShare(link: Link | null, client: Client): { view: ShareView; open: (password: string | null) => void } {
  const [view, setView] = useState<ShareView>(() => firstView(link));
  const started = useRef(false);

  const open = (password: string | null): void => {
    if (!link) return;
    started.current = true;
    setView({ state: 'opening' });
    openLink(link, password, client.shares).then(
      (share) => setView({ state: 'open', share }),
      (error: unknown) => setView(viewOf(troubleOf(error), password !== null)),
    );
  };

  // Each opening counts as a view, so React's second run in development must not be one.
  useEffect(() => {
    if (started.current || view.state !== 'opening') return;
    open(null);
  });

  return { view, open };
}

function firstView(link: Link | null): ShareView {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (!subtle) return { state: 'trouble', trouble: 'insecure' };
  if (!link) return { state: 'trouble', trouble: 'broken' };
  return link.hasPassword ? { state: 'locked', wrong: false, failed: null } : { state: 'opening' };
}

/** With a wrong password the server knows nothing of the link: that looks like a wrong link. */
function viewOf(trouble: Trouble, withPassword: boolean): ShareView {
  if (withPassword && trouble === 'unknown') return { state: 'locked', wrong: true, failed: null };
  if (withPassword && (trouble === 'busy' || trouble === 'offline')) return { state: 'locked', wrong: false, failed: trouble };
  return { state: 'trouble', trouble };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof OpenFailure) return 'damaged';
  if (!(error instanceof ApiError)) return 'offline';
  if (error.status === 410) return 'gone';
  if (error.status === 429) return 'busy';
  return error.status === 404 ? 'unknown' : 'offline';
}
