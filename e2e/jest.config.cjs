module.exports = require('../jest.preset.cjs')({ testTimeout: 120_000, maxWorkers: 2, setupFilesAfterEnv: ['<rootDir>/support/cleanup.ts'] });
