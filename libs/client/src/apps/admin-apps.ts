import type { AdminApp, AdminAppList, AppLogs, EgressRefusals, UpdateAppRequest } from '@mateship/contracts';
import type { InputOf, OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** What an admin can change of an app. */
export type UpdateAppInput = InputOf<typeof UpdateAppRequest>;

/** Installed apps, for admins. Asking wakes no app and keeps none awake. */
export function adminAppsApi(transport: Transport) {
  return {
    list: (options?: CallOptions) => transport.json<OutputOf<typeof AdminAppList>>({ method: 'GET', path: '/v1/admin/apps', ...options }),
    update: (id: string, input: UpdateAppInput, options?: CallOptions) =>
      transport.json<OutputOf<typeof AdminApp>>({ method: 'PATCH', path: `/v1/admin/apps/${id}`, body: input, ...options }),
    restart: (id: string, options?: CallOptions) => transport.json<OutputOf<typeof AdminApp>>({ method: 'POST', path: `/v1/admin/apps/${id}/restart`, ...options }),
    logs: (id: string, options?: CallOptions) => transport.json<OutputOf<typeof AppLogs>>({ method: 'GET', path: `/v1/admin/apps/${id}/logs`, ...options }),
    refusals: (id: string, options?: CallOptions) =>
      transport.json<OutputOf<typeof EgressRefusals>>({ method: 'GET', path: `/v1/admin/apps/${id}/egress_refusals`, ...options }),
  };
}
