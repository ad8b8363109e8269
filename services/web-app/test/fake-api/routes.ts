import type { IncomingMessage, ServerResponse } from 'node:http';
import type { User } from '@mateship/contracts';
import { accountRoutes } from './account-routes.js';
import { appRoutes } from './app-routes.js';
import { authRoutes } from './auth-routes.js';
import { chatRoutes } from './chat-routes.js';
import { fileRoutes } from './file-routes.js';
import { keyRoutes } from './key-routes.js';
import type { Reply } from './reply.js';
import { shareRoutes } from './share-routes.js';
import type { FakeState } from './state.js';

export interface Call {
  state: FakeState;
  user: User | null;
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  params: string[];
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: RegExp;
  /** Needs no access token. */
  open?: boolean;
  /** Gives the answer, or nothing when it has written one itself. */
  handle: (call: Call) => Promise<Reply | void> | Reply | void;
}

export const routes: Route[] = [...authRoutes, ...chatRoutes, ...fileRoutes, ...accountRoutes, ...appRoutes, ...keyRoutes, ...shareRoutes];
