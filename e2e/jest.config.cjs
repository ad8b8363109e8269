const { E2E_WITHOUT = '' } = process.env;
const left = E2E_WITHOUT.split(',').filter((folder) => folder !== '').map((folder) => `<rootDir>/${folder}/`);

module.exports = require('../jest.preset.cjs')({
  testTimeout: 120_000,
  // Networks of containers come and go, and a Chromium beside them takes that for its own network and gives up requests.
  maxWorkers: 1,
  passWithNoTests: left.length > 0,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...left],
  setupFilesAfterEnv: ['<rootDir>/support/cleanup.ts'],
});
