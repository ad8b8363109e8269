import type { User } from '@mateship/contracts';
import type { CallOptions, Transport } from '../transport/transport.js';

/** The person behind the token. */
export function usersApi(transport: Transport) {
  return {
    /** Deletes the account of the person with everything in it. */
    remove: (password: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: '/v1/users/me', body: { password }, ...options }),
    me: (options?: CallOptions) => transport.json<User>({ method: 'GET', path: '/v1/users/me', ...options }),
  };
}
