import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { ROOT, temporaryFolder } from './platform.mjs';

/** Imports a TypeScript library of this workspace, bundled the way the services are. `entry` is a path in the repository. */
export async function importLibrary(entry) {
  const bundle = await rolldown({ input: path.join(ROOT, entry), platform: 'node', cwd: ROOT, logLevel: 'silent' });
  const file = path.join(temporaryFolder('library'), 'library.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return import(pathToFileURL(file).href);
}
