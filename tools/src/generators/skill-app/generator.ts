import path from 'node:path';
import { generateFiles, names, type Tree } from '@nx/devkit';
import { checkedName, checkedNewProject } from '../checked-name.ts';
import { writeSkill } from '../skill/write-skill.ts';

/** See schema.json. */
export interface SkillAppOptions {
  name: string;
  description?: string;
  publisher?: string;
  skill?: string;
}

/** Writes services/apps/<name>: manifest, one skill with its tests, and the conformance suite. */
export default function skillAppGenerator(tree: Tree, options: SkillAppOptions) {
  const { name } = options;
  const folder = checkedNewProject(tree, name, `services/apps/${name}`);
  generateFiles(tree, path.join(import.meta.dirname, 'files'), folder, {
    name,
    app: names(name),
    publisher: checkedName(options.publisher ?? 'local'),
    description: options.description ?? `What ${name} is for, in one sentence.`,
  });
  writeSkill(tree, folder, checkedName(options.skill ?? 'echo'));
  return () => process.stdout.write(`\nWrote ${folder}. Next: npm install (links it into node_modules), then npm test -- ${name}\n`);
}
