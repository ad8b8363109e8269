// `npm test [project…]`: builds, lints, type-checks and tests all projects (or those named), then runs e2e.
import { runTests } from './src/test-run/run-tests.ts';

process.exitCode = await runTests(process.argv.slice(2));
