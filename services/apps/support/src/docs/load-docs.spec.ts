import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadDocs, sectionsOf } from './load-docs.js';

it('reads the sections of a project from its files, with their paths', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-'));
  fs.writeFileSync(path.join(root, 'README.md'), '# Kettle\n\nBoils water.\n\n## Descaling\n\nUse vinegar.');
  expect(sectionsOf(root)).toMatchObject([{ heading: 'Kettle' }, { file: 'README.md', heading: 'Descaling', text: 'Use vinegar.' }]);
});

it('makes the index once', () => {
  expect(loadDocs()).toBe(loadDocs());
});
