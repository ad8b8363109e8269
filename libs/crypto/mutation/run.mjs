// Changes one folder of src after the other, runs the suites that state facts about it, and prints how many changes they noticed.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Stryker } from '@stryker-mutator/core';

const BAR = 85;
const SUITES_ELSEWHERE = {
  chunked: ['test/vectors'],
  content: ['test/addressed-vectors'],
  envelope: ['test/vectors'],
  signing: ['test/addressed-vectors'],
  suites: ['test/vectors', 'test/addressed-vectors'],
  transport: ['test/addressed-vectors'],
};
// Each RSA key takes a second to find. These folders hold nothing that differs between suites.
const ONE_SUITE = new Set(['addressed']);
// Some of its mutants never stop making chunks.
const LAST = 'chunked';
// Only tests use it.
const LEFT_OUT = 'testing';
const root = path.join(import.meta.dirname, '..');

function optionsFor(folder) {
  const suites = [`src/${folder}/*`, ...(SUITES_ELSEWHERE[folder] ?? [])];
  return {
    packageManager: 'npm',
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner', path.join(import.meta.dirname, 'error-sentences.mjs')],
    ignorers: ['error-sentences'],
    jest: { configFile: 'jest.config.cjs', enableFindRelatedTests: false, config: { randomize: false, reporters: [], testEnvironment: path.join(import.meta.dirname, 'first-failure.cjs'), testMatch: suites.map((suite) => `**/${suite}.spec.ts`) } },
    coverageAnalysis: 'perTest',
    mutate: [`src/${folder}/**/*.ts`, '!src/**/*.spec.ts'],
    ignorePatterns: ['mutation'],
    tempDirName: '../../.stryker',
    concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 1),
    timeoutMS: 30_000,
    // Jest keeps some memory of each run.
    maxTestRunnerReuse: 40,
    testRunnerNodeArgs: ['--max-old-space-size=700'],
    reporters: ['clear-text', 'json', 'progress-append-only'],
    jsonReporter: { fileName: `coverage/mutation/${folder}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
    allowConsoleColors: false,
    thresholds: { break: null },
  };
}

function rowOf(name, results) {
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const [killed, survived, unrunnable] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage'), count('RuntimeError', 'CompileError')];
  return { name, mutants: killed + survived, killed, survived, unrunnable, score: killed + survived === 0 ? 100 : (100 * killed) / (killed + survived) };
}

const named = process.argv.slice(2);
const present = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== LEFT_OUT).map(({ name }) => name);
const folders = named.length > 0 ? named : present.sort((one, other) => Number(one === LAST) - Number(other === LAST));
const all = [];
const rows = [];
process.chdir(root);
process.env.ONE_TRY_OF = '37';
for (const folder of folders) {
  if (ONE_SUITE.has(folder)) process.env.SUITES = '0x0010';
  else delete process.env.SUITES;
  const results = await new Stryker(optionsFor(folder)).runMutationTest();
  all.push(...results);
  rows.push(rowOf(folder, results));
}
rows.push(rowOf('all', all));
const lines = rows.map(({ name, mutants, killed, survived, unrunnable, score }) => `| ${name} | ${mutants} | ${killed} | ${survived} | ${unrunnable} | ${score.toFixed(1)} % |`);
process.stdout.write(['| folder | mutants | killed | survived | not run | score |', '|---|---|---|---|---|---|', ...lines, ''].join('\n'));
process.exitCode = rows.some(({ score }) => score < BAR) ? 1 : 0;
