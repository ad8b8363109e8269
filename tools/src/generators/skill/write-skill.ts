import path from 'node:path';
import { generateFiles, names, type Tree } from '@nx/devkit';
import { addToManifest } from './add-to-manifest.ts';
import { registerSkill } from './register-skill.ts';

/** Writes src/skills/<id>, lists the skill in app.yaml and registers it in src/app.ts. */
export function writeSkill(tree: Tree, folder: string, id: string): void {
  const target = `${folder}/src/skills/${id}`;
  if (tree.exists(target)) throw new Error(`${target} exists already.`);
  const skill = names(id);
  generateFiles(tree, path.join(import.meta.dirname, 'files'), target, { id, skill });
  tree.write(`${folder}/app.yaml`, addToManifest(read(tree, `${folder}/app.yaml`), skill));
  tree.write(`${folder}/src/app.ts`, registerSkill(read(tree, `${folder}/src/app.ts`), `${skill.propertyName}Skill`, `./skills/${id}/${id}.skill.js`));
}

function read(tree: Tree, file: string): string {
  const text = tree.read(file, 'utf8');
  if (text === null) throw new Error(`${file} is not there.`);
  return text;
}
