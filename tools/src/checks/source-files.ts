import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { readWorkspace, type Project } from '../test-run/workspace.ts';

export const root = path.resolve(import.meta.dirname, '../../..');
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'dev-dist', 'generated', 'coverage', '.cache', '.nx', 'data', 'files']);
const TEST = /(\.(spec|int-spec|e2e-spec)\.tsx?$)|(^|\/)(test|fixtures)\//;

/** One TypeScript file of the workspace. */
export interface SourceFile {
  project: Project;
  absolute: string;
  /** Path below the workspace root. */
  relative: string;
  text: string;
  lines: number;
  test: boolean;
}

/** All hand-written TypeScript of the workspace, tests included; read once. */
export const sourceFiles: readonly SourceFile[] = readWorkspace(root).flatMap((project) =>
  walk(project.folder).map((absolute) => {
    const text = fs.readFileSync(absolute, 'utf8');
    const inside = path.relative(project.folder, absolute).split(path.sep).join('/');
    return {
      project,
      absolute,
      relative: path.relative(root, absolute),
      text,
      lines: text.split('\n').length - 1,
      test: TEST.test(inside) || project.name === 'e2e',
    };
  }),
);

const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of a file, with parent links. */
export function parse(file: SourceFile): ts.SourceFile {
  const tree = parsed.get(file.absolute) ?? ts.createSourceFile(file.absolute, file.text, ts.ScriptTarget.ES2024, true);
  parsed.set(file.absolute, tree);
  return tree;
}

/** Visits every node below a node and gathers what the visitor returns. */
export function gather<T>(node: ts.Node, visit: (node: ts.Node) => T | undefined): T[] {
  const found: T[] = [];
  const step = (current: ts.Node) => {
    const value = visit(current);
    if (value !== undefined) found.push(value);
    ts.forEachChild(current, step);
  };
  step(node);
  return found;
}

/** `path:line` of a node, as an editor opens it. */
export function place(file: SourceFile, node: ts.Node): string {
  return `${file.relative}:${parse(file).getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function walk(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const absolute = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) || isWorkspace(absolute) ? [] : walk(absolute);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [absolute] : [];
  });
}

/** services/apps/* lie below services/*: each folder belongs to the project nearest to it. */
function isWorkspace(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'package.json'));
}
