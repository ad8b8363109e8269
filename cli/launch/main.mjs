// What start-server.sh runs: prepares the checkout when something changed, then becomes the `mateship` command.
// Plain JavaScript without dependencies, since it runs before anything is installed.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { startCompose } from './compose/start.mjs';
import { composeVerbs } from './compose/verbs.mjs';
import { install } from './install.mjs';
import { chooseMode, rememberMode } from './mode.mjs';
import { PrepareError } from './run-tool.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const main = path.join(root, 'cli', 'dist', 'main.mjs');
const NOT_RUNNING = 3;

const [first = 'start', ...rest] = process.argv.slice(2);
const verbs = ['start', 'stop', 'status', 'logs', 'invite', 'uninstall'];
const [verb, args] = verbs.includes(first) ? [first, rest] : ['start', process.argv.slice(2)];

const asksForHelp = args.some((arg) => arg === '--help' || arg === '-h');

try {
  const { mode, why } = chooseMode(root, args);
  if (mode === 'compose' && !asksForHelp) {
    if (verb === 'start') {
      await startCompose(root, args);
      rememberMode(root, mode);
    } else process.exitCode = composeVerbs[verb](root, args);
    process.exit();
  }
  if (verb === 'uninstall') throw new PrepareError('The embedded mode installs nothing: stop the server and delete its data folder and this checkout.');
  if (verb === 'start' && !asksForHelp) {
    process.stderr.write(`Mateship starts without containers: ${why}.\n`);
    await install(root);
    await build(root);
    rememberMode(root, mode);
  }
  if (!fs.existsSync(main)) {
    process.stderr.write('No server was started from this folder yet. Run ./start-server.sh first.\n');
    process.exit(verb === 'status' ? NOT_RUNNING : 1);
  }
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode);
}
process.argv = [process.execPath, main, 'server', verb, ...args];
await import(main);
