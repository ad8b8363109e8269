// Jest reporter: leaves the counts of one Nx task in .cache/results, where `npm test` adds them up.
// The file is an Nx output, so a result that comes from the cache is counted as well.
const fs = require('node:fs');
const path = require('node:path');
const util = require('node:util');

/** How a test failed, on one line: its message without the stack, and what differed. */
const summary = (message = '') => {
  const lines = util.stripVTControlCharacters(message).split('\n').map((line) => line.trim()).filter(Boolean);
  const end = lines.findIndex((line) => line.startsWith('at '));
  return lines.slice(0, end < 0 ? undefined : end).join(' ').slice(0, 900);
};

module.exports = class ResultsReporter {
  onRunComplete(_contexts, results) {
    const { NX_TASK_TARGET_PROJECT: project, NX_TASK_TARGET_TARGET: target } = process.env;
    if (!project || !target) return;
    const folder = path.join(__dirname, '..', '.cache', 'results');
    const skipped = results.testResults.flatMap((suite) =>
      suite.testResults.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => test.fullName),
    );
    const failures = results.testResults.flatMap(({ testFilePath, testExecError, testResults }) => {
      const file = path.relative(path.join(__dirname, '..'), testFilePath);
      const names = testResults.filter((test) => test.status === 'failed').map((test) => `${file}: ${test.fullName}: ${summary(test.failureMessages[0])}`);
      return testExecError ? [...names, `${file}: ${summary(testExecError.message)}`] : names;
    });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      path.join(folder, `${project}-${target}.json`),
      JSON.stringify({ project, target, passed: results.numPassedTests, failed: results.numFailedTests + results.numRuntimeErrorTestSuites, failures, skipped }),
    );
  }
};
