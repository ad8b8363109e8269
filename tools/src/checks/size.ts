import type { SourceFile } from './source-files.ts';

/** Lines of tests per line of source, and how long the source files are. */
export interface SizeReport {
  source: number;
  test: number;
  /** Infinity where there is no source. */
  ratio: number;
  median: number;
  p90: number;
}

/** Measures a set of files. Line counts include blank lines and comments, on both sides of the ratio. */
export function measure(files: readonly Pick<SourceFile, 'lines' | 'test'>[]): SizeReport {
  const total = (test: boolean) => files.filter((file) => file.test === test).reduce((sum, file) => sum + file.lines, 0);
  const lengths = files.filter((file) => !file.test).map((file) => file.lines).sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] ?? 0;
  return { source: total(false), test: total(true), ratio: total(true) / total(false), median: at(0.5), p90: at(0.9) };
}
