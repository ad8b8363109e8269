import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const pdfjs = path.dirname(require.resolve('pdfjs-dist/package.json'));
const canvas = path.dirname(require.resolve('@napi-rs/canvas/package.json'));

// npm installs the add-on for this machine beside the package; loaded from its own folder, it needs no node_modules.
const addOns = fs
  .readdirSync(path.dirname(canvas))
  .filter((name) => name.startsWith('canvas-'))
  .flatMap((name) => {
    const folder = path.join(path.dirname(canvas), name);
    return fs.readdirSync(folder).filter((file) => file.endsWith('.node')).map((file) => [path.join(folder, file), `canvas/${file}`]);
  });

export default {
  inputs: { worker: 'src/worker/worker.ts' },
  copy: [
    [canvas, 'canvas'],
    ...addOns,
    ...['cmaps', 'standard_fonts'].map((folder) => [path.join(pdfjs, folder), folder]),
    ...['jbig2.wasm', 'openjpeg.wasm', 'qcms_bg.wasm'].map((file) => [path.join(pdfjs, 'wasm', file), `wasm/${file}`]),
  ],
};
