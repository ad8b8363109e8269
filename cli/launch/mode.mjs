import fs from 'node:fs';
import path from 'node:path';
import { PrepareError } from './run-tool.mjs';
import { engineAnswers } from './compose/engine.mjs';

/**
 * Embedded or compose? A flag decides; then what this checkout ran before, so that nobody's data seems lost; then
 * whether an Engine with Compose answers. `--data-dir` belongs to the embedded mode: containers keep their data in volumes.
 */
export function chooseMode(root, args) {
  const asked = ['embedded', 'compose'].filter((mode) => args.includes(`--${mode}`));
  if (asked.length === 2) throw new PrepareError('Choose either --embedded or --compose.');
  const namesFolder = args.some((arg) => arg === '--data-dir' || arg.startsWith('--data-dir='));
  if (asked[0] === 'compose' && namesFolder) throw new PrepareError('--data-dir belongs to the embedded mode. Containers keep their data in volumes of the Engine.');
  if (asked.length === 1) return { mode: asked[0], why: `--${asked[0]} was given` };
  if (namesFolder) return { mode: 'embedded', why: '--data-dir was given' };
  const before = lastMode(root);
  if (before !== null) return { mode: before, why: 'this checkout ran so before' };
  return engineAnswers() ? { mode: 'compose', why: 'a Docker Engine with Compose answers' } : { mode: 'embedded', why: 'no Docker Engine with Compose answers' };
}

/** Keeps the choice for the next command. */
export function rememberMode(root, mode) {
  fs.mkdirSync(path.dirname(modeFile(root)), { recursive: true });
  fs.writeFileSync(modeFile(root), mode);
}

function lastMode(root) {
  try {
    const mode = fs.readFileSync(modeFile(root), 'utf8').trim();
    if (['embedded', 'compose'].includes(mode)) return mode;
  } catch {
    // Nothing was started from this checkout yet.
  }
  return fs.existsSync(path.join(root, 'data', 'version')) ? 'embedded' : null;
}

function modeFile(root) {
  return path.join(root, '.cache', 'mode');
}
