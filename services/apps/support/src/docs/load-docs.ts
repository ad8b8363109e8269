import fs from 'node:fs';
import path from 'node:path';
import { DocsIndex } from './docs-index.js';
import { findDocs } from './find-docs.js';
import { splitSections } from './split-sections.js';

let loaded: DocsIndex | undefined;

/** The index that lies beside the bundle; from source it is made of the project's files. Loaded once, on the first search. */
export function loadDocs(): DocsIndex {
  return (loaded ??= readBundled() ?? indexOf(projectRoot()));
}

/** Makes the index of a project. */
export function indexOf(root: string): DocsIndex {
  return DocsIndex.of(findDocs(root).flatMap(({ file, markdown }) => splitSections(file, markdown)));
}

function readBundled(): DocsIndex | undefined {
  const file = path.join(import.meta.dirname, 'docs-index.json');
  return fs.existsSync(file) ? DocsIndex.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!fs.existsSync(path.join(folder, 'nx.json'))) folder = path.dirname(folder);
  return folder;
}
