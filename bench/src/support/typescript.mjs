import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { ROOT, temporaryFolder } from './platform.mjs';

const INSIDE = /^(\.|\/|@mateship\/|@oxc-project\/runtime)/;

/** Imports TypeScript of this workspace, bundled the way the services are but for other packages. `entry` is a path in the repository. */
export async function importLibrary(entry) {
  const bundle = await rolldown({
    input: path.join(ROOT, entry),
    platform: 'node',
    cwd: ROOT,
    external: (id) => !INSIDE.test(id),
    transform: { decorator: { legacy: true, emitDecoratorMetadata: true }, assumptions: { setPublicClassFields: true } },
    logLevel: 'silent',
  });
  const folder = temporaryFolder('library');
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const file = path.join(folder, 'library.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return import(pathToFileURL(file).href);
}
