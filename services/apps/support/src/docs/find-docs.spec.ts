import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findDocs } from './find-docs.js';

function projectWith(...files: string[]): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-'));
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), `# ${file}`);
  }
  return root;
}

it('finds the README, all of docs, and the READMEs of services and libraries', () => {
  const wanted = ['README.md', 'docs/adr/0001-a.md', 'docs/guides/b.md', 'services/apps/pdf/README.md', 'services/gateway/README.md', 'libs/ui/README.md'];
  const others = ['STYLE.md', 'docs/a.txt', 'services/gateway/notes.md', 'services/gateway/node_modules/x/README.md', 'libs/ui/dist/README.md', 'libs/.cache/README.md'];
  expect(findDocs(projectWith(...wanted, ...others)).map((doc) => doc.file)).toEqual(wanted);
});

it('bears a project without documentation', () => {
  expect(findDocs(projectWith('package.json'))).toEqual([]);
});

it('gives the text of each file', () => {
  expect(findDocs(projectWith('README.md'))).toEqual([{ file: 'README.md', markdown: '# README.md' }]);
});
