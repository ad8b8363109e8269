import type { ApiKeyList, CreateApiKeyRequest, CreatedApiKey } from '@mateship/contracts';
import type { InputOf, OutputOf } from '../transport/schema-types.js';
import type { CallOptions, Transport } from '../transport/transport.js';

/** What a new key needs; it never expires unless told. */
export type CreateApiKeyInput = InputOf<typeof CreateApiKeyRequest>;

/** The person's API keys. The secret is in the answer of `create`, once. */
export function apiKeysApi(transport: Transport) {
  return {
    list: (options?: CallOptions) => transport.json<OutputOf<typeof ApiKeyList>>({ method: 'GET', path: '/v1/api_keys', ...options }),
    create: (input: CreateApiKeyInput, options?: CallOptions) =>
      transport.json<OutputOf<typeof CreatedApiKey>>({ method: 'POST', path: '/v1/api_keys', body: input, ...options }),
    revoke: (id: string, options?: CallOptions) => transport.json<void>({ method: 'DELETE', path: `/v1/api_keys/${id}`, ...options }),
  };
}
