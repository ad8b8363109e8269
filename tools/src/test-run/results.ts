import fs from 'node:fs';
import path from 'node:path';

/** What tools/jest-results.cjs leaves behind for one project and target. */
export interface TaskResult {
  project: string;
  target: string;
  passed: number;
  failed: number;
  /** One line for each failed test: its file, its name and how it failed. */
  failures: string[];
  skipped: string[];
}

/** One Nx task that did not succeed. */
export interface FailedTask {
  project: string;
  target: string;
}

export interface Totals {
  passed: number;
  failed: number;
  /** One line for each failed test: its file, its name and how it failed. */
  failures: string[];
  skipped: string[];
}

/** Reads the result files of all tasks; a folder that is not there means that no test ran. */
export function readResults(folder: string): TaskResult[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as TaskResult);
}

/** The tasks that Nx lists below "Failed tasks:" and the ones it could not start because of them. */
export function failedTasks(output: string): FailedTask[] {
  // eslint-disable-next-line no-control-regex -- Nx colours its summary even in some pipes
  const lines = output.replace(/\u001b\[[0-9;]*m/g, '').split('\n');
  const start = lines.findLastIndex((line) => /(Failed tasks:|Tasks not run because|Tasks stopped)/.test(line));
  if (start < 0) return [];
  return lines.slice(lines.findIndex((line) => /(Failed tasks:|Tasks not run because|Tasks stopped)/.test(line))).flatMap((line) => {
    const [, project, target] = /^\s*- ([^\s:]+):(\S+)$/.exec(line.trimEnd()) ?? [];
    return project && target ? [{ project, target }] : [];
  });
}

/** Adds everything up. A failed task counts as one failure unless its tests already tell of failures. */
export function addUp(results: readonly TaskResult[], failed: readonly FailedTask[]): Totals {
  const told = new Set(results.filter((result) => result.failed > 0).map((result) => `${result.project}:${result.target}`));
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0) + failed.filter((task) => !told.has(`${task.project}:${task.target}`)).length,
    failures: results.flatMap((result) => result.failures),
    skipped: results.flatMap((result) => result.skipped.map((name) => `${result.project}: ${name}`)),
  };
}
