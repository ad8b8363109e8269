import { createClient } from '@mateship/client';
import { QueryClient } from '@tanstack/react-query';
import { chatCache } from '../chat/live/chat-cache.js';
import { LiveAnswers } from '../chat/live/live-answers.js';
import { forgetDrafts } from '../chat/composer/drafts.js';
import { xhrUpload } from '../chat/composer/xhr-upload.js';
import { isWorthRetrying } from '../errors/describe-error.js';
import { fetchOrAway } from '../errors/server-away.js';
import { connectTabs } from '../session/other-tabs.js';
import { refreshLock } from '../session/refresh-lock.js';
import { Session } from '../session/session.js';
import { UndoQueue } from '../undo/undo-queue.js';
import type { App } from './app-context.js';

/** Puts the parts together; nothing else makes them. */
export function createApp(): App {
  const client = createClient({
    baseUrl: '',
    fetch: fetchOrAway,
    getAccessToken: () => session.accessToken(),
    onUnauthorized: () => session.renew(),
    upload: xhrUpload,
  });
  const session = new Session(() => client.auth.refresh(), refreshLock);
  const tellOtherTabs = connectTabs(session);
  const queries = new QueryClient({
    defaultOptions: {
      // Even a browser that takes itself for offline may reach a server nearby, and a person is told at once when not.
      queries: { networkMode: 'always', staleTime: 30_000, retry: (failures, error) => failures < 2 && isWorthRetrying(error) },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  const answers = new LiveAnswers(client.chats, chatCache(queries));
  const undo = new UndoQueue();
  window.addEventListener('pagehide', () => undo.flush());

  async function signOut(): Promise<void> {
    undo.flush();
    try {
      await client.auth.logout();
    } finally {
      session.end('asked');
      tellOtherTabs();
    }
  }

  session.subscribe(() => {
    if (session.snapshot().status !== 'signed-out') return;
    answers.stop();
    forgetDrafts();
    queries.clear();
  });
  return { client, session, queries, answers, undo, signOut };
}
