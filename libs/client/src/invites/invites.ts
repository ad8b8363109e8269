import type { CreatedInvite, CreateInviteRequest, InviteList } from '@mateship/contracts';
import type { InputOf, OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** What a new invite may say; role user and 14 days unless told. */
export type CreateInviteInput = InputOf<typeof CreateInviteRequest>;

/** Invites, for admins. The link is in the answer of `create`, once. */
export function invitesApi(transport: Transport) {
  return {
    list: (options?: CallOptions) => transport.json<OutputOf<typeof InviteList>>({ method: 'GET', path: '/v1/admin/invites', ...options }),
    create: (input: CreateInviteInput, options?: CallOptions) =>
      transport.json<OutputOf<typeof CreatedInvite>>({ method: 'POST', path: '/v1/admin/invites', body: input, ...options }),
    revoke: (id: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: `/v1/admin/invites/${id}`, ...options }),
  };
}
