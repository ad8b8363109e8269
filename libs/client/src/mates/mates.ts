import type { CreateMateRequest, Mate, MateList } from '@mateship/contracts';
import type { InputOf, OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** The assistants a person may talk to. */
export function matesApi(transport: Transport) {
  return {
    list: (options?: CallOptions) => transport.json<OutputOf<typeof MateList>>({ method: 'GET', path: '/v1/mates', ...options }),
    create: (input: InputOf<typeof CreateMateRequest>, options?: CallOptions) =>
      transport.json<Mate>({ method: 'POST', path: '/v1/mates', body: input, ...options }),
  };
}
