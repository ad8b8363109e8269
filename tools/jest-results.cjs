// Jest reporter: leaves the counts of one Nx task in .cache/results, where `npm test` adds them up.
// The file is an Nx output, so a result that comes from the cache is counted as well.
const fs = require('node:fs');
const path = require('node:path');

module.exports = class ResultsReporter {
  onRunComplete(_contexts, results) {
    const { NX_TASK_TARGET_PROJECT: project, NX_TASK_TARGET_TARGET: target } = process.env;
    if (!project || !target) return;
    const folder = path.join(__dirname, '..', '.cache', 'results');
    const skipped = results.testResults.flatMap((suite) =>
      suite.testResults.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => test.fullName),
    );
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      path.join(folder, `${project}-${target}.json`),
      JSON.stringify({ project, target, passed: results.numPassedTests, failed: results.numFailedTests + results.numRuntimeErrorTestSuites, skipped }),
    );
  }
};
