import path from 'node:path';
import { generateFiles, names, type Tree } from '@nx/devkit';
import { checkedName, checkedNewProject } from '../checked-name.ts';

/** See schema.json. */
export interface ServiceOptions {
  name: string;
  description?: string;
  feature?: string;
}

/** Writes services/<name>: a Nest service with configuration, health, metrics, one feature and its tests. */
export default function serviceGenerator(tree: Tree, options: ServiceOptions) {
  const { name } = options;
  const folder = checkedNewProject(tree, name, `services/${name}`);
  const feature = checkedName(options.feature ?? 'greetings');
  generateFiles(tree, path.join(import.meta.dirname, 'files'), folder, {
    name,
    folder: feature,
    section: name.replaceAll('-', '_'),
    environment: name.replaceAll('-', '_').toUpperCase(),
    service: names(name),
    feature: names(feature),
    description: options.description ?? `What ${name} is for, in one sentence.`,
  });
  return () => process.stdout.write(`\nWrote ${folder}. Next: npm install (links it into node_modules), then npm test -- ${name}\n`);
}
