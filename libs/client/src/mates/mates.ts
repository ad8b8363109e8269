import type { CreateMateRequest, Mate, MateList } from '@mateship/contracts';
import type { InputOf, OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** The assistants a person may talk to. */
export function matesApi(transport: Transport) {
  return {
    list: (options?: CallOptions) => transport.json<OutputOf<typeof MateList>>({ method: 'GET', path: '/v1/mates', ...options }),
    /** For admins. */
    create: (input: InputOf<typeof CreateMateRequest>, options?: CallOptions) =>
      transport.json<Mate>({ method: 'POST', path: '/v1/admin/mates', body: input, ...options }),
    /** For admins. */
    remove: (id: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: `/v1/admin/mates/${id}`, ...options }),
  };
}
