// Suites that kill a vault start the bundle. `nx test` builds first; this keeps a bare `jest` honest, and builds once for all of them.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const project = path.join(__dirname, '..');
const libs = path.join(project, '../../libs');

module.exports = () => {
  const built = fs.statSync(path.join(project, 'dist/main.mjs'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const folders = [path.join(project, 'src'), ...['contracts', 'crypto', 'database', 'service-kit', 'vault-session'].map((lib) => path.join(libs, lib, 'src'))];
  const sources = folders.flatMap((folder) => fs.readdirSync(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'));
  const newest = Math.max(...sources.map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs));
  if (newest > built) execFileSync(process.execPath, [path.join(project, '../../tools/bundle.mjs')], { cwd: project, stdio: 'pipe' });
};
