import fs from 'node:fs';
import path from 'node:path';

/** A documentation file by its path from the root. */
export interface DocFile {
  file: string;
  markdown: string;
}

const SKIPPED = new Set(['node_modules', 'dist', 'data', 'test']);

/** The project's documentation: its README, everything under docs, and the READMEs of services and libraries. */
export function findDocs(root: string): DocFile[] {
  const files = [
    ...['README.md'].filter((file) => fs.existsSync(path.join(root, file))),
    ...markdownIn(root, 'docs', () => true),
    ...['services', 'libs', 'cli'].flatMap((folder) => markdownIn(root, folder, (name) => name === 'README.md')),
  ];
  return files.map((file) => ({ file, markdown: fs.readFileSync(path.join(root, file), 'utf8') }));
}

function markdownIn(root: string, folder: string, wanted: (name: string) => boolean): string[] {
  const absolute = path.join(root, folder);
  if (!fs.existsSync(absolute)) return [];
  const entries = fs.readdirSync(absolute, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const relative = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : markdownIn(root, relative, wanted);
    return entry.name.endsWith('.md') && wanted(entry.name) ? [relative] : [];
  });
}
