import { KeyVersions, RetireKeyVersionsRequest } from '@mateship/contracts';
import { admin } from './admin.js';
import { body } from './body.js';
import { Reply } from './reply.js';
import type { Call, Route } from './routes.js';

export const keyRoutes: Route[] = [
  { method: 'GET', path: /^\/v1\/admin\/keys$/, handle: (call) => new Reply(KeyVersions, admin(call).serverKeys) },
  { method: 'POST', path: /^\/v1\/admin\/keys\/rotate$/, handle: (call) => change(call, rotated(admin(call).serverKeys), 202) },
  {
    method: 'POST', path: /^\/v1\/admin\/keys\/retire$/,
    handle: async (call) => change(call, retired(admin(call).serverKeys, (await body(call.request, RetireKeyVersionsRequest)).below)),
  },
];

function change(call: Call, keys: KeyVersions, status = 200): Reply {
  call.state.serverKeys = keys;
  return new Reply(KeyVersions, keys, status);
}

/** A rotation that stays at its beginning until a test moves it on. */
function rotated(keys: KeyVersions): KeyVersions {
  const current = keys.current + 1;
  const now = new Date().toISOString();
  return { ...keys, current, lastRotationAt: now, versions: [...keys.versions, { version: current, createdAt: now, keys: 0 }], rewrap: { ...keys.rewrap, state: 'running', left: keys.rewrap.total } };
}

function retired(keys: KeyVersions, below: number): KeyVersions {
  return { ...keys, least: below, versions: keys.versions.filter(({ version }) => version >= below) };
}
