import ts from 'typescript';
import { gather, parse, place, sourceFiles } from './source-files.ts';

const BANNED_FOLDERS = new Set(['services', 'controllers', 'utils', 'helpers', 'common']);
const TEST_FUNCTIONS = new Set(['it', 'test', 'describe']);

describe('every TypeScript file of the workspace', () => {
  it('is at most 400 lines long', () => {
    expect(sourceFiles.filter((file) => file.lines > 400).map((file) => `${file.relative}: ${file.lines}`)).toEqual([]);
  });

  it('does without any', () => {
    const found = sourceFiles.flatMap((file) => gather(parse(file), (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? place(file, node) : undefined)));
    expect(found).toEqual([]);
  });

  it('lies in no folder named after a layer or after nothing', () => {
    const found = sourceFiles.filter((file) => {
      const [, inside] = file.relative.split(/(?:^|\/)src\//);
      return inside?.split('/').slice(0, -1).some((folder) => BANNED_FOLDERS.has(folder));
    });
    expect(found.map((file) => file.relative)).toEqual([]);
  });

  it('reads process.env in src/config/env.ts only, where it ships in a service or app', () => {
    const found = sourceFiles
      .filter((file) => !file.test && /^services\//.test(file.relative) && !file.relative.endsWith('src/config/env.ts') && file.relative.includes('/src/'))
      .flatMap((file) => gather(parse(file), (node) => (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env' ? place(file, node) : undefined)));
    expect(found).toEqual([]);
  });
});

describe('every test', () => {
  const tests = sourceFiles.filter((file) => file.test);

  it('runs: none is focused, and none is skipped without a condition', () => {
    expect(tests.flatMap((file) => gather(parse(file), (node) => (isFocusOrBareSkip(node) ? place(file, node) : undefined)))).toEqual([]);
  });

  it('has a name that states a fact, not what should be', () => {
    expect(tests.flatMap((file) => gather(parse(file), (node) => (titleOf(node)?.startsWith('should ') ? place(file, node) : undefined)))).toEqual([]);
  });

  it('holds an expectation, or fails by throwing', () => {
    const empty = tests.flatMap((file) =>
      gather(parse(file), (node) => {
        const body = ts.isCallExpression(node) && titleOf(node) !== undefined && calleeRoot(node) !== 'describe' && !isLeftOut(node) ? node.arguments[1] : undefined;
        return body && !/\b(expect|assert|conformance)\w*\s*[.(<]|\bthrow\b|\.waitFor\w*\(/.test(body.getText()) ? place(file, node) : undefined;
      }),
    );
    expect(empty).toEqual([]);
  });
});

function calleeRoot(node: ts.CallExpression): string {
  let callee: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) callee = callee.expression;
  return callee.getText();
}

function titleOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !TEST_FUNCTIONS.has(calleeRoot(node))) return undefined;
  const [title] = node.arguments;
  return title && ts.isStringLiteralLike(title) ? title.text : undefined;
}

function isFocusOrBareSkip(node: ts.Node): boolean {
  if (ts.isIdentifier(node) && ['fit', 'fdescribe', 'xit', 'xtest', 'xdescribe'].includes(node.text)) return ts.isCallExpression(node.parent);
  if (!ts.isPropertyAccessExpression(node) || !TEST_FUNCTIONS.has(node.expression.getText())) return false;
  return node.name.text === 'only' || (node.name.text === 'skip' && !isConditional(node));
}

/** Whether the test itself, or what encloses it, is skipped. */
function isLeftOut(node: ts.Node): boolean {
  if (ts.isSourceFile(node)) return false;
  return (ts.isCallExpression(node) && /\.skip$/.test(node.expression.getText())) || isLeftOut(node.parent);
}

/** A test may be left out where something is missing on this machine, which is a condition in the code around it. */
function isConditional(node: ts.Node): boolean {
  if (ts.isSourceFile(node)) return false;
  return ts.isConditionalExpression(node) || ts.isIfStatement(node) || isConditional(node.parent);
}
