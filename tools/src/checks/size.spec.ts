import { measure } from './size.ts';
import { root, sourceFiles } from './source-files.ts';
import { readWorkspace } from '../test-run/workspace.ts';

// Test lines per source line. Reached by writing tests, never by splitting or padding files.
const WHOLE = 0.7;
const STRICT: Record<string, RegExp> = {
  'libs/crypto': /^libs\/crypto\//,
  'the credits of the gateway': /^services\/gateway\/(src\/credits\/|test\/credits|test\/support\/ledger)/,
};
// dev-env serves the tests: it is on neither side of the ratio.
const PRODUCT = /^(services|libs(?!\/dev-env)|cli)\//;

describe('measure', () => {
  it('gives ratio, median and ninth decile of the source files', () => {
    const files = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((lines) => ({ lines, test: false }));
    expect(measure([...files, { lines: 275, test: true }])).toEqual({ source: 550, test: 275, ratio: 0.5, median: 60, p90: 100 });
  });
});

describe('the size of the workspace', () => {
  const product = sourceFiles.filter((file) => PRODUCT.test(file.relative) || file.project.name === 'e2e');

  it(`holds at least ${WHOLE} lines of tests per line of source`, () => {
    const report = measure(product);
    const rows = readWorkspace(root).map(({ name }) => [name, measure(sourceFiles.filter((file) => file.project.name === name))] as const);
    const line = (name: string, size: ReturnType<typeof measure>) =>
      `${name.padEnd(12)} ${String(size.source).padStart(6)} source  ${String(size.test).padStart(6)} test  ratio ${size.ratio.toFixed(2).padStart(8)}  median ${size.median}  p90 ${size.p90}\n`;
    process.stdout.write(rows.map(([name, size]) => line(name, size)).join('') + line('all', report));
    expect(report.ratio).toBeGreaterThanOrEqual(WHOLE);
  });

  it('keeps files short: median at most 60 lines, nine in ten at most 200', () => {
    const report = measure(product);
    expect(report.median).toBeLessThanOrEqual(60);
    expect(report.p90).toBeLessThanOrEqual(200);
  });

  it.each(Object.entries(STRICT))('holds in %s at least one line of tests per line of source', (_what, files) => {
    expect(measure(sourceFiles.filter((file) => files.test(file.relative))).ratio).toBeGreaterThanOrEqual(1);
  });
});
