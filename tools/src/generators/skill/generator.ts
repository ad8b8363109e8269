import type { Tree } from '@nx/devkit';
import { checkedName } from '../checked-name.ts';
import { writeSkill } from './write-skill.ts';

/** See schema.json. */
export interface SkillOptions {
  name: string;
  app: string;
}

/** Adds a skill to an existing app. */
export default function skillGenerator(tree: Tree, options: SkillOptions) {
  const folder = `services/apps/${checkedName(options.app)}`;
  if (!tree.exists(`${folder}/app.yaml`)) throw new Error(`There is no app in ${folder}.`);
  writeSkill(tree, folder, checkedName(options.name));
  return () => process.stdout.write(`\nWrote ${folder}/src/skills/${options.name}. Next: npm test -- ${options.app}\n`);
}
