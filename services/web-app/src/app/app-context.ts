import type { Client } from '@mateship/client';
import type { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { LiveAnswers } from '../chat/live/live-answers.js';
import type { Session } from '../session/session.js';
import type { UndoQueue } from '../undo/undo-queue.js';

/** What every page works with, made once in create-app.ts. */
export interface App {
  client: Client;
  session: Session;
  queries: QueryClient;
  answers: LiveAnswers;
  undo: UndoQueue;
  signOut: () => Promise<void>;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp needs an AppContext above it.');
  return app;
}
