import fs from 'node:fs';
import path from 'node:path';
import { PdfEngine } from './pdf-engine.js';

/** Folder with the worker, fonts and canvas: that of the bundle, or its output when running from source. */
function bundleFolder(): string {
  const here = import.meta.dirname;
  return fs.existsSync(path.join(here, 'worker.mjs')) ? here : path.resolve(here, '../../dist');
}

const assets = bundleFolder();

/** The one engine of this process. */
export const engine = new PdfEngine({ workerFile: path.join(assets, 'worker.mjs'), assets });
