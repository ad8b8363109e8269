import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runTool } from './run-tool.mjs';

/** Runs `npm ci` when packages are missing or the lock file changed since the last time. */
export async function install(root) {
  const lock = path.join(root, 'package-lock.json');
  const stamp = path.join(root, 'node_modules', '.mateship-install');
  const wanted = createHash('sha256').update(fs.readFileSync(lock)).digest('hex');
  if (readOr(stamp) === wanted) return;
  if (!installedByHand(root, lock)) {
    await runTool('Installing packages', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  }
  fs.writeFileSync(stamp, wanted);
}

/** npm leaves a copy of the lock file in node_modules when an installation is complete. */
function installedByHand(root, lock) {
  const copy = path.join(root, 'node_modules', '.package-lock.json');
  const stamp = path.join(root, 'node_modules', '.mateship-install');
  return !fs.existsSync(stamp) && fs.existsSync(copy) && fs.statSync(copy).mtimeMs >= fs.statSync(lock).mtimeMs;
}

function readOr(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
