// What the bench needs of the workspace, in one bundle, so that there is one of each.
export * from '../../../libs/crypto/src/index.ts';
export * from '../../../libs/crypto/src/testing/index.ts';
export { EmbeddedPostgres, databaseUrl, provisionDatabase } from '../../../libs/database/src/embedded/index.ts';
export { deriveMacKey, InternalClient } from '../../../libs/service-kit/src/index.ts';
export { VAULT_SERVICE_PATHS } from '../../../libs/contracts/src/index.ts';
export { createApp } from '../../../services/vault/src/app.ts';
export { PartyKeys } from '../../../services/vault/src/directory/party-keys.ts';
export { ENVELOPE_CONTEXT, encodeContent } from '../../../services/vault/src/envelopes/envelope-content.ts';
