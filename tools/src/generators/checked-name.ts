import { type Tree } from '@nx/devkit';

const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** Refuses what would not work as folder, project, URL segment and manifest id at once. */
export function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error(`"${name}" will not do: use lower-case letters, digits and hyphens, at most 40, starting with a letter.`);
  return name;
}

/** Refuses a folder that exists and a project name that another folder has. */
export function checkedNewProject(tree: Tree, name: string, folder: string): string {
  checkedName(name);
  if (tree.exists(folder)) throw new Error(`${folder} exists already.`);
  const parents = ['services', 'services/apps', 'libs', '.'];
  const other = parents.map((parent) => `${parent}/${name}`).find((place) => tree.exists(`${place}/package.json`));
  if (other) throw new Error(`The project name ${name} is taken by ${other}.`);
  return folder;
}
