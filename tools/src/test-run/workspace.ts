import fs from 'node:fs';
import path from 'node:path';

/** What the workspace checks need to know of a project's package.json. */
export interface Project {
  name: string;
  /** Absolute path. */
  folder: string;
  /** Path below the workspace root, for messages. */
  relative: string;
  tags: string[];
  scripts: Record<string, string>;
  dependencies: string[];
}

interface Manifest {
  name: string;
  workspaces?: string[];
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  nx?: { name?: string; tags?: string[] };
}

const readManifest = (folder: string) => JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

/** All npm workspaces, in the order of the root package.json. */
export function readWorkspace(root: string): Project[] {
  return (readManifest(root).workspaces ?? [])
    .flatMap((pattern) => (pattern.endsWith('/*') ? children(path.join(root, pattern.slice(0, -2))) : [path.join(root, pattern)]))
    .filter((folder) => fs.existsSync(path.join(folder, 'package.json')))
    .map((folder) => {
      const manifest = readManifest(folder);
      return {
        name: manifest.nx?.name ?? manifest.name,
        folder,
        relative: path.relative(root, folder),
        tags: manifest.nx?.tags ?? [],
        scripts: manifest.scripts ?? {},
        dependencies: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
      };
    });
}

function children(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [path.join(folder, entry.name)] : []));
}
