import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = process.env.VECTORS_DIR;

/** One test of a file together with the properties of its group. */
export type WycheproofCase<G, T> = G & T & { tcId: number; comment: string; result: 'valid' | 'invalid' | 'acceptable'; flags: string[] };

/** The tests of one file of https://github.com/C2SP/wycheproof (testvectors_v1). */
export function wycheproof<T, G = unknown>(file: string): WycheproofCase<G, T>[] {
  const { testGroups } = JSON.parse(readFileSync(path.join(root!, 'wycheproof', file), 'utf8')) as { testGroups: (G & { tests: T[] })[] };
  return testGroups.flatMap(({ tests, ...group }) => tests.map((test) => ({ ...group, ...test }) as unknown as WycheproofCase<G, T>));
}

/** The names of all files that are there. */
export function wycheproofFiles(): string[] {
  return readdirSync(path.join(root!, 'wycheproof')).filter((file) => file.endsWith('.json'));
}

/** A suite that needs the vectors: without them it is skipped aloud, and fails in CI. */
export function describeVectors(title: string, body: () => void): void {
  if (root) describe(`Wycheproof: ${title}`, body);
  else if (process.env.CI === 'true') {
    it(`has the Wycheproof vectors of ${title}`, () => {
      throw new Error(`VECTORS_DIR is not set: the vectors of ${title} must not be skipped in CI`);
    });
  } else {
    process.stderr.write(`SKIPPED: VECTORS_DIR is not set, so the Wycheproof vectors of ${title} were not run.\n`);
    it.skip(`runs the Wycheproof vectors of ${title} when VECTORS_DIR is set`, () => {});
  }
}
