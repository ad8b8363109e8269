// One Jest configuration for every project. Nest and several of its peers are ESM-only, and Jest runs
// CommonJS, so every installed package that says "type": "module" is transformed along with our source.
const fs = require('node:fs');
const path = require('node:path');

function esmPackages(folder) {
  const found = [];
  for (const entry of fs.readdirSync(folder)) {
    if (entry.startsWith('.')) continue;
    if (entry.startsWith('@') && !entry.includes('/')) {
      for (const scoped of fs.readdirSync(path.join(folder, entry))) consider(`${entry}/${scoped}`);
    } else consider(entry);
  }
  return found;

  function consider(name) {
    try {
      const manifest = JSON.parse(fs.readFileSync(path.join(folder, name, 'package.json'), 'utf8'));
      const mjs = [manifest.main, JSON.stringify(manifest.exports ?? '')].some((text) => String(text).includes('.mjs'));
      if (manifest.type === 'module' || mjs) found.push(name);
    } catch {
      // Not a package folder.
    }
  }
}

const list = esmPackages(path.join(__dirname, 'node_modules')).filter((name) => !name.startsWith('@mateship/'));

/** @param {import('jest').Config} overrides settings of the calling project */
module.exports = (overrides = {}) => ({
  testEnvironment: 'node',
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '/\\.cache/', '/data/'],
  transform: {
    '\\.(m|c)?[jt]sx?$': [
      require.resolve('@swc/jest'),
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: false, decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${list.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
  randomize: true,
  reporters: ['default', path.join(__dirname, 'tools/jest-results.cjs')],
  testTimeout: 30_000,
  ...overrides,
});
