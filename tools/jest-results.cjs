// Jest reporter: leaves the counts of one Nx task in .cache/results, where `npm test` adds them up.
// The file is an Nx output, so a result that comes from the cache is counted as well.
const fs = require('node:fs');
const path = require('node:path');
const util = require('node:util');

const firstLine = (message = '') => util.stripVTControlCharacters(message).trim().split('\n')[0];

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
      const names = testResults.filter((test) => test.status === 'failed').map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
      return testExecError ? [...names, `${file}: ${firstLine(testExecError.message)}`] : names;
    });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      path.join(folder, `${project}-${target}.json`),
      JSON.stringify({ project, target, passed: results.numPassedTests, failed: results.numFailedTests + results.numRuntimeErrorTestSuites, failures, skipped }),
    );
  }
};
