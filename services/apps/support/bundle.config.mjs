import fs from 'node:fs';
import path from 'node:path';
import { DocsIndex } from './src/docs/docs-index.ts';
import { findDocs } from './src/docs/find-docs.ts';
import { splitSections } from './src/docs/split-sections.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export default {
  // Whitespace only: names stay readable in logs and stacks.
  minify: { mangle: false, compress: false },
  // Nest loads its microservices when they can be found; an app has none, and would carry them for nothing.
  external: ['@nestjs/microservices', '@nestjs/microservices/microservices-module.js'],
  finish(output) {
    const sections = findDocs(root).flatMap(({ file, markdown }) => splitSections(file, markdown));
    fs.writeFileSync(path.join(output, 'docs-index.json'), JSON.stringify(DocsIndex.of(sections)));
  },
};
