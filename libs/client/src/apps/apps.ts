import type { AppList, SkillList } from '@mateship/contracts';
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
      transport.json<Output>({ method: 'POST', path: `/v1/${app}/${skill}`, body: input, ...options }),
  };
}
