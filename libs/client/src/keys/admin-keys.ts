import type { KeyVersions, RetireKeyVersionsRequest } from '@mateship/contracts';
import type { InputOf, OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** Which versions of the key-encryption keys an admin retires. */
export type RetireKeyVersionsInput = InputOf<typeof RetireKeyVersionsRequest>;

/** The versions of the key-encryption keys, for admins. */
export function adminKeysApi(transport: Transport) {
  return {
    status: (options?: CallOptions) => transport.json<OutputOf<typeof KeyVersions>>({ method: 'GET', path: '/v1/admin/keys', ...options }),
    rotate: (options?: CallOptions) => transport.json<OutputOf<typeof KeyVersions>>({ method: 'POST', path: '/v1/admin/keys/rotate', ...options }),
    retire: (input: RetireKeyVersionsInput, options?: CallOptions) =>
      transport.json<OutputOf<typeof KeyVersions>>({ method: 'POST', path: '/v1/admin/keys/retire', body: input, ...options }),
  };
}
