// Runs the benches named on the command line, or all, one after another.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const BENCHES = ['crypto', 'refusals', 'idle-memory', 'start', 'fleet', 'gateway-hot-path', 'streaming'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${BENCHES.join(', ')}.`);
  process.exit(1);
}
const failed = (asked.length > 0 ? asked : BENCHES).filter((name) => {
  return spawnSync(process.execPath, [path.join(import.meta.dirname, name, 'run.mjs')], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) console.error(`Not finished: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
