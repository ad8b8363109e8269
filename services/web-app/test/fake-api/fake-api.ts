import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError, HealthReport } from '@mateship/contracts';
import { answerError, json, Reply } from './reply.js';
import { routes } from './routes.js';
import { serveStatic } from './static.js';
import { FakeState } from './state.js';

/** A running fake server: its address, and what it holds, for tests to look at and to misbehave with. */
export interface FakeApi {
  url: string;
  state: FakeState;
  stop: () => Promise<void>;
}

/** Starts a real HTTP server that follows the contracts, holds everything in memory, and serves the built page. */
export async function startFakeApi({ port = 0, webFolder }: { port?: number; webFolder?: string } = {}): Promise<FakeApi> {
  const state = new FakeState();
  const server: Server = createServer((request, response) => void handle(state, request, response, webFolder));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () => {
    state.hurry();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, state, stop };
}

async function handle(state: FakeState, request: IncomingMessage, response: ServerResponse, webFolder: string | undefined): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  try {
    if (url.pathname === '/health/live') return json(response, new Reply(HealthReport, { status: 'ok', service: 'gateway', version: '1.0.0', dependencies: {} }));
    if (!url.pathname.startsWith('/v1/')) return await serveStatic(webFolder, url.pathname, response);
    const refusal = state.nextRefusal.get(url.pathname);
    if (refusal) {
      state.nextRefusal.delete(url.pathname);
      throw new DomainError(refusal);
    }
    for (const route of routes) {
      const match = request.method === route.method ? route.path.exec(url.pathname) : null;
      if (!match) continue;
      const user = route.open ? null : state.userOf(request.headers.authorization);
      const answer = await route.handle({ state, user, request, response, url, params: match.slice(1) });
      if (answer instanceof Reply) json(response, answer);
      return;
    }
    throw new DomainError('NOT_FOUND');
  } catch (error) {
    answerError(response, error);
  }
}
