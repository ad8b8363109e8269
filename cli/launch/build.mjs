import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { PrepareError, runTool } from './run-tool.mjs';
import { sourceStamp } from './source-stamp.mjs';

/** Builds what the server runs when its sources changed since the last build. */
export async function build(root) {
  const projects = findProjects(root);
  const stampFile = path.join(root, '.cache', 'build.stamp');
  const stamp = sourceStamp(root);
  if (isComplete(projects) && fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return;
  const nx = path.join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const names = projects.map(({ name }) => name);
  let built = 0;
  await runTool('Building', process.execPath, [nx, 'run-many', '-t', 'build', '-p', names.join(','), '--outputStyle=static'], {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      FORCE_COLOR: '0',
    },
    onLine: (line, show) => {
      const done = /✔\s+nx run ([^:\s]+):build/.exec(line)?.[1];
      if (done === undefined) return;
      built += 1;
      show.update(`Building: ${done} (${built} of ${names.length})`);
    },
  });
  const missing = projects.filter(({ output }) => !fs.existsSync(output));
  if (missing.length > 0) throw new PrepareError(`The build left out ${missing.map(({ output }) => output).join(', ')}.`);
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, stamp);
}

/** The command, the services and every app: each folder whose package.json has a build script. */
function findProjects(root) {
  const services = path.join(root, 'services');
  const apps = path.join(services, 'apps');
  const folders = [path.join(root, 'cli'), ...subfolders(services), ...subfolders(apps)];
  return folders.flatMap((folder) => {
    const file = path.join(folder, 'package.json');
    if (!fs.existsSync(file)) return [];
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (manifest.scripts?.build === undefined) return [];
    const name = manifest.nx?.name ?? path.basename(folder);
    return [{ name, output: path.join(folder, 'dist', fs.existsSync(path.join(folder, 'index.html')) ? 'index.html' : 'main.mjs') }];
  });
}

function subfolders(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
}

function isComplete(projects) {
  return projects.every(({ output }) => fs.existsSync(output));
}
