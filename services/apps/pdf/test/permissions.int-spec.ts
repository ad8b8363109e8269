import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onePagePdf, textContent } from './fixtures/raw-pdf.js';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'pdf-bundle-'));
  fs.cpSync(path.resolve(import.meta.dirname, '../dist'), folder, { recursive: true });
  fs.copyFileSync(path.join(import.meta.dirname, 'fixtures/raw-worker.mjs'), path.join(folder, 'raw-worker.mjs'));
  fs.writeFileSync(path.join(folder, 'document.pdf'), onePagePdf({ content: textContent(['Alone in an empty folder']) }));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Outcome {
  type: string;
  text?: string;
  width?: number;
  loaded: string[];
}

function run(task: object, ...permissions: string[]): Outcome {
  const answer = execFileSync(
    process.execPath,
    ['--permission', `--allow-fs-read=${folder}`, '--allow-worker', ...permissions, path.join(folder, 'raw-worker.mjs'), folder, path.join(folder, 'document.pdf'), JSON.stringify(task)],
    { cwd: folder, env: {}, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return JSON.parse(answer) as Outcome;
}

describe('the bundle in a folder without node_modules, under the permission model', () => {
  it('reads text where add-ons are forbidden', () => {
    expect(run({ do: 'extract', pages: null })).toMatchObject({ type: 'done', text: 'Alone in an empty folder', loaded: [] });
  });

  it('reads text without loading compiled code where it is allowed', () => {
    expect(run({ do: 'extract', pages: null }, '--allow-addons').loaded).toEqual([]);
  });

  it('draws a page where add-ons are allowed', () => {
    const outcome = run({ do: 'screenshot', page: 1, width: 300 }, '--allow-addons');
    expect(outcome).toMatchObject({ type: 'done', width: 300 });
    expect(outcome.loaded).toHaveLength(1);
  });

  it('draws nothing where they are forbidden', () => {
    expect(run({ do: 'screenshot', page: 1, width: 300 }).type).toBe('failed');
  });
});
