import type { AppList, SkillList } from '@mateship/contracts';
import type { ApiPath } from '../transport/api-path.js';
import type { OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** Installed apps. */
export function appsApi(transport: Transport) {
  return {
    list: (options?: CallOptions) => transport.json<OutputOf<typeof AppList>>({ method: 'GET', path: '/v1/apps', ...options }),
  };
}

/** Skills and direct calls to them. The shape of a result is the skill's own; the caller says which it expects. */
export function skillsApi(transport: Transport) {
  return {
    list: (options?: CallOptions) => transport.json<OutputOf<typeof SkillList>>({ method: 'GET', path: '/v1/skills', ...options }),
    call: <Output>(app: string, skill: string, input: unknown, options?: CallOptions) =>
      // Which skills there are is known only to the server.
      transport.json<Output>({ method: 'POST', path: `/v1/${app}/${skill}` as ApiPath, body: input, ...options }),
  };
}
