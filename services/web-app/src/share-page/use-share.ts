import { createClient, type Client } from '@mateship/client';
import { useEffect, useRef, useState } from 'react';
import { refreshLock } from '../session/refresh-lock.js';
import { Session } from '../session/session.js';
import { openLink, type Link } from './open-link.js';
import { failedView, firstView, type ShareView } from './share-view.js';

/** The API with the reader's own account, if there is one; it is asked for only when the reader wants a copy. */
export function readerClient(): { client: Client; session: Session } {
  const client = createClient({ baseUrl: '', getAccessToken: () => session.accessToken(), onUnauthorized: () => session.renew() });
  const session = new Session(() => client.auth.refresh(), refreshLock);
  return { client, session };
}

/** Opens a link once, or as often as a password is tried. */
export function useShare(link: Link | null, client: Client): { view: ShareView; open: (password: string | null) => void } {
  const [view, setView] = useState<ShareView>(() => firstView(link, isSecure()));
  const started = useRef(false);

  const open = (password: string | null): void => {
    if (!link) return;
    started.current = true;
    setView({ state: 'opening' });
    openLink(link, password, client.shares).then(
      (share) => setView({ state: 'open', share }),
      (error: unknown) => setView(failedView(error, password !== null)),
    );
  };

  // Each opening counts as a view, so React's second run in development must not be one.
  useEffect(() => {
    if (started.current || view.state !== 'opening') return;
    open(null);
  });

  return { view, open };
}

function isSecure(): boolean {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  return subtle !== undefined;
}
