import fs from 'node:fs';
import path from 'node:path';
import { defineApp } from '@mateship/app-sdk';
import { PdfEngine } from './engine/pdf-engine.js';
import { extractSkill } from './skills/extract/extract.skill.js';
import { screenshotSkill } from './skills/screenshot/screenshot.skill.js';

/** Folder with the worker, fonts and canvas: that of the bundle, or its output when running from source. */
function bundleFolder(): string {
  const here = import.meta.dirname;
  return fs.existsSync(path.join(here, 'worker.mjs')) ? here : path.resolve(here, '../dist');
}

const assets = bundleFolder();

const engine = new PdfEngine({ workerFile: path.join(assets, 'worker.mjs'), assets });

export const app = defineApp({
  manifestFile: 'app.yaml',
  skills: [extractSkill(engine), screenshotSkill(engine)],
  start: () => engine.warmUp(),
  stop: () => engine.close(),
});
