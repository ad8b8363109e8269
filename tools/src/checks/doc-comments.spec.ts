import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { readWorkspace, type Project } from '../test-run/workspace.ts';
import { root } from './source-files.ts';

describe('every export of libs/*', () => {
  it('has a TSDoc comment', () => {
    const entries = readWorkspace(root).filter((project) => project.relative.startsWith('libs/')).flatMap(entriesOf);
    const program = ts.createProgram(entries, {
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      jsx: ts.JsxEmit.ReactJSX,
      experimentalDecorators: true,
      noLib: true,
      types: [],
    });
    const checker = program.getTypeChecker();
    const bare = new Set<string>();
    for (const entry of entries) {
      const module = checker.getSymbolAtLocation(program.getSourceFile(entry) as ts.Node);
      for (const exported of module ? checker.getExportsOfModule(module) : []) {
        const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
        const own = symbol.declarations?.filter(({ parent }) => isOurs(parent.getSourceFile().fileName)) ?? [];
        if (own.length > 0 && symbol.getDocumentationComment(checker).length === 0) bare.add(`${path.relative(root, own[0]?.getSourceFile().fileName ?? '')}: ${exported.name}`);
      }
    }
    expect([...bare]).toEqual([]);
  }, 60_000);
});

/** The files that a library's package.json exports. */
function entriesOf({ folder }: Project): string[] {
  const { exports } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { exports?: Record<string, string> };
  return Object.values(exports ?? {}).map((file) => path.join(folder, file)).filter((file) => fs.existsSync(file) && /\.tsx?$/.test(file));
}

function isOurs(file: string): boolean {
  return file.startsWith(path.join(root, 'libs')) && !file.includes('node_modules') && !file.includes('/generated/');
}
