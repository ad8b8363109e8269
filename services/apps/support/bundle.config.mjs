import fs from 'node:fs';
import path from 'node:path';
import { findDocs } from './src/docs/find-docs.ts';
import { splitSections } from './src/docs/split-sections.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export default {
  finish(output) {
    const sections = findDocs(root).flatMap(({ file, markdown }) => splitSections(file, markdown));
    fs.writeFileSync(path.join(output, 'docs.json'), JSON.stringify(sections));
  },
};
