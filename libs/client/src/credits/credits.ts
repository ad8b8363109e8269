import type { CreditsBalance } from '@mateship/contracts';
import type { CallOptions, Transport } from '../transport/transport.js';

/** The person's balance, in micro-credits as decimal strings. */
export function creditsApi(transport: Transport) {
  return {
    get: (options?: CallOptions) => transport.json<CreditsBalance>({ method: 'GET', path: '/v1/credits', ...options }),
  };
}
