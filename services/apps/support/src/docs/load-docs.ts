import fs from 'node:fs';
import path from 'node:path';
import { DocsIndex } from './docs-index.js';
import { findDocs } from './find-docs.js';
import type { Section } from './section.js';
import { splitSections } from './split-sections.js';

let loaded: DocsIndex | undefined;

/** The index of the documentation that lies beside the bundle, or from source of the project's files. Made once, on the first search. */
export function loadDocs(): DocsIndex {
  return (loaded ??= DocsIndex.of(readBundled() ?? sectionsOf(projectRoot())));
}

/** The documentation of a project in sections. */
export function sectionsOf(root: string): Section[] {
  return findDocs(root).flatMap(({ file, markdown }) => splitSections(file, markdown));
}

function readBundled(): Section[] | undefined {
  const file = path.join(import.meta.dirname, 'docs.json');
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Section[]) : undefined;
}

function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!fs.existsSync(path.join(folder, 'nx.json'))) folder = path.dirname(folder);
  return folder;
}
