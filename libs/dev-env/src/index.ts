export { startCredentialDatabase, type CredentialDatabase } from './test-database/credential-database.js';
export { startTestDatabase, type TestDatabase, type TestKeeper } from './test-database/test-database.js';
export { eventually, type Patience } from './eventually.js';
export * from './fake-openai/index.js';
export * from './fake-vault/index.js';
export { brokenCreditInvariants, CREDIT_INVARIANTS } from './ledger/credit-invariants.js';
export { needing, type Need } from './needing.js';
export { hasRedisServer, startTestRedis, type TestRedis } from './test-redis/test-redis.js';
export { hasMoto, startTestS3, type TestS3 } from './test-s3/test-s3.js';
