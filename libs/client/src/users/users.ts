import type { User } from '@mateship/contracts';
import type { CallOptions, Transport } from '../transport/transport.js';

/** The person behind the token. */
export function usersApi(transport: Transport) {
  return {
    me: (options?: CallOptions) => transport.json<User>({ method: 'GET', path: '/v1/users/me', ...options }),
  };
}
