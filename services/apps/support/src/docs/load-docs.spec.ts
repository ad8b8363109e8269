import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { indexOf, loadDocs } from './load-docs.js';

it('makes the index of a project from its files, with their paths', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-'));
  fs.writeFileSync(path.join(root, 'README.md'), '# Kettle\n\nBoils water.\n\n## Descaling\n\nUse vinegar.');
  expect(indexOf(root).search('descale', 5)).toMatchObject([{ file: 'README.md', heading: 'Descaling', text: 'Use vinegar.' }]);
});

it('loads once', () => {
  expect(loadDocs()).toBe(loadDocs());
});
