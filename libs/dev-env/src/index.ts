export { startTestDatabase, type TestDatabase } from './test-database/test-database.js';
