import { AdminApp, AdminAppList, AppLogs, DomainError, EgressRefusals, UpdateAppRequest } from '@mateship/contracts';
import { admin } from './admin.js';
import { body } from './body.js';
import { Reply } from './reply.js';
import type { Call, Route } from './routes.js';

export const appRoutes: Route[] = [
  { method: 'GET', path: /^\/v1\/admin\/apps$/, handle: (call) => new Reply(AdminAppList, { items: [...admin(call).apps.values()] }) },
  {
    method: 'PATCH', path: /^\/v1\/admin\/apps\/([a-z-]+)$/,
    handle: async (call) => change(call, await body(call.request, UpdateAppRequest)),
  },
  {
    method: 'POST', path: /^\/v1\/admin\/apps\/([a-z-]+)\/restart$/,
    handle: (call) => change(call, { state: 'awake', attention: null, restarts: 0, memoryBytes: 90 * 1024 * 1024, lastWakeMs: 512 }),
  },
  { method: 'GET', path: /^\/v1\/admin\/apps\/([a-z-]+)\/logs$/, handle: (call) => new Reply(AppLogs, { lines: admin(call).appLogs.get(appOf(call).id) ?? [] }) },
  {
    method: 'GET', path: /^\/v1\/admin\/apps\/([a-z-]+)\/egress_refusals$/,
    handle: (call) => new Reply(EgressRefusals, { items: admin(call).refusals.filter(({ app }) => app === appOf(call).id) }),
  },
];

function change(call: Call, fields: Partial<AdminApp>): Reply {
  const app = { ...appOf(call), ...fields };
  call.state.apps.set(app.id, app);
  return new Reply(AdminApp, app);
}

function appOf(call: Call): AdminApp {
  const app = admin(call).apps.get(call.params[0] ?? '');
  if (!app) throw new DomainError('NOT_FOUND');
  return app;
}
