import ts from 'typescript';

/** Adds an import and one element to the `skills: […]` array of an app's source; leaves everything else as it is. */
export function registerSkill(source: string, name: string, module: string): string {
  const tree = ts.createSourceFile('app.ts', source, ts.ScriptTarget.ES2024, true);
  const list = findSkills(tree);
  if (!list) throw new Error('src/app.ts has no "skills: […]" to add to.');
  const lastElement = list.elements.at(-1);
  const at = lastElement ? lastElement.end : list.getStart() + 1;
  const listed = `${source.slice(0, at)}${lastElement ? ', ' : ''}${name}${source.slice(at)}`;
  const imports = tree.statements.filter(ts.isImportDeclaration);
  const afterImports = imports.at(-1)?.end ?? 0;
  return `${listed.slice(0, afterImports)}\nimport { ${name} } from '${module}';${listed.slice(afterImports)}`;
}

function findSkills(node: ts.Node): ts.ArrayLiteralExpression | undefined {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'skills' && ts.isArrayLiteralExpression(node.initializer)) return node.initializer;
  return ts.forEachChild(node, findSkills);
}
