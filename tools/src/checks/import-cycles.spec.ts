import path from 'node:path';
import ts from 'typescript';
import { findCycles } from './import-cycles.ts';
import { parse, root, sourceFiles, type SourceFile } from './source-files.ts';

describe('findCycles', () => {
  it('finds the files that import each other in a ring', () => {
    expect(findCycles(new Map([['a', ['b']], ['b', ['c']], ['c', ['a']], ['d', ['a']]]))).toEqual([['a', 'b', 'c']]);
  });

  it('finds none where every import goes one way', () => {
    expect(findCycles(new Map([['a', ['b', 'c']], ['b', ['c']], ['c', []]]))).toEqual([]);
  });
});

describe('imports between files', () => {
  it('form no cycle', () => {
    const graph = new Map(sourceFiles.map((file) => [file.absolute, relativeImports(file)]));
    expect(findCycles(graph).map((cycle) => cycle.map((file) => path.relative(root, file)).join(' ↔ '))).toEqual([]);
  });
});

/** Relative imports that remain in the running program: those of types only are erased. */
function relativeImports(file: SourceFile): string[] {
  return parse(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    if (ts.isImportDeclaration(statement) ? statement.importClause?.isTypeOnly : statement.isTypeOnly) return [];
    const source = statement.moduleSpecifier;
    if (!source || !ts.isStringLiteral(source) || !source.text.startsWith('.')) return [];
    const target = path.resolve(path.dirname(file.absolute), source.text.replace(/\.(js|jsx|ts|tsx)$/, ''));
    return [`${target}.ts`, `${target}.tsx`];
  });
}
