import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addUp, failedTasks, readResults, type TaskResult } from './results.ts';

const result = (values: Partial<TaskResult>): TaskResult => ({ project: 'pdf', target: 'test', passed: 0, failed: 0, failures: [], skipped: [], ...values });

describe('failedTasks', () => {
  it('reads the tasks below the Nx summary, coloured or not', () => {
    const output = 'some noise - a:b\n\n NX  Running targets failed\n\n\u001b[2mFailed tasks:\u001b[22m\n\n- pdf:lint\n\u001b[2m-\u001b[22m ai:typecheck\n\n';
    expect(failedTasks(output)).toEqual([{ project: 'pdf', target: 'lint' }, { project: 'ai', target: 'typecheck' }]);
  });

  it('counts the tasks that were not run because another failed', () => {
    const output = 'Tasks not run because their dependencies failed or --nx-bail=true:\n\n- pdf:test\n\nFailed tasks:\n\n- pdf:build\n';
    expect(failedTasks(output).map((task) => task.target)).toEqual(['test', 'build']);
  });

  it('finds none in the output of a run that succeeded', () => {
    expect(failedTasks(' NX  Successfully ran target test for 3 projects\n')).toEqual([]);
  });
});

describe('addUp', () => {
  it('adds the counts of all projects', () => {
    expect(addUp([result({ passed: 3 }), result({ project: 'ai', passed: 4, failed: 1, failures: ['a.spec.ts: adds: 3 is not 2'], skipped: ['waits'] })], [])).toEqual({
      passed: 7,
      failed: 1,
      failures: ['a.spec.ts: adds: 3 is not 2'],
      skipped: ['ai: waits'],
    });
  });

  it('counts a failed task once when its tests already told of the failure', () => {
    expect(addUp([result({ failed: 2 })], [{ project: 'pdf', target: 'test' }]).failed).toBe(2);
  });

  it('counts a task that failed without a failing test', () => {
    expect(addUp([result({ passed: 2 })], [{ project: 'pdf', target: 'lint' }]).failed).toBe(1);
  });
});

describe('readResults', () => {
  it('reads what the Jest reporter wrote, a suite that does not load included', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'results-'));
    fs.writeFileSync(path.join(folder, 'ok.spec.ts'), "it('adds', () => expect(1 + 1).toBe(2)); it('halves', () => { throw new Error('no\\nhalves'); }); it.todo('subtracts');");
    fs.writeFileSync(path.join(folder, 'broken.spec.ts'), "throw new Error('does not load');");
    const reporter = path.join(folder, 'tools', 'jest-results.cjs');
    fs.mkdirSync(path.dirname(reporter));
    fs.copyFileSync(path.resolve(import.meta.dirname, '../../jest-results.cjs'), reporter);
    fs.writeFileSync(path.join(folder, 'jest.config.cjs'), `module.exports = { reporters: ['./tools/jest-results.cjs'], testMatch: ['**/*.spec.ts'], transform: {} };`);
    const jest = path.resolve(import.meta.dirname, '../../../node_modules/jest/bin/jest.js');
    const env = { ...process.env, NX_TASK_TARGET_PROJECT: 'sample', NX_TASK_TARGET_TARGET: 'test' };
    expect(() => execFileSync(process.execPath, [jest, '--rootDir', folder], { cwd: folder, env, stdio: 'ignore' })).toThrow('Command failed');
    expect(readResults(path.join(folder, '.cache', 'results'))).toEqual([
      {
        project: 'sample',
        target: 'test',
        passed: 1,
        failed: 2,
        failures: expect.arrayContaining([expect.stringMatching(/ok\.spec\.ts: halves: Error: no halves$/), expect.stringMatching(/broken\.spec\.ts: does not load$/)]) as string[],
        skipped: ['subtracts'],
      },
    ]);
    fs.rmSync(folder, { recursive: true });
  });

  it('gives an empty list when no test ran', () => {
    expect(readResults(path.join(os.tmpdir(), 'there-is-no-such-folder'))).toEqual([]);
  });
});
