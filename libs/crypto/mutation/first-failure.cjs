const { TestEnvironment } = require('jest-environment-node');

/** Leaves out the rest of a suite after its first failure: one is enough to notice a mutant. */
module.exports = class extends TestEnvironment {
  hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
    if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
  }
};
