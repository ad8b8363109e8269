export { startTestDatabase, type TestDatabase } from './test-database/test-database.js';
export * from './fake-openai/index.js';
export { brokenCreditInvariants, CREDIT_INVARIANTS } from './ledger/credit-invariants.js';
