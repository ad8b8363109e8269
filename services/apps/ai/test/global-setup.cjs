// The conformance suite starts the bundle. `nx test` builds first; this keeps a bare `jest` honest.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const project = path.join(__dirname, '..');

module.exports = () => {
  const built = fs.statSync(path.join(project, 'dist/main.mjs'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = fs.readdirSync(path.join(project, 'src'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'));
  const files = [path.join(project, 'app.yaml'), ...sources.map((entry) => path.join(entry.parentPath, entry.name))];
  const newest = Math.max(...files.map((file) => fs.statSync(file).mtimeMs));
  if (newest > built) execFileSync(process.execPath, [path.join(project, '../../../tools/bundle.mjs')], { cwd: project, stdio: 'pipe' });
};
