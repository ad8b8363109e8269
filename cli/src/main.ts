import path from 'node:path';
import { EmbeddedPostgresError } from '@mateship/database/embedded';
import { CommandError } from './command.errors.js';
import { readEnvironment } from './config/env.js';
import { createProgram } from './program.js';

const env = readEnvironment();
const root = env.root ?? path.resolve(import.meta.dirname, '..', '..');
let exitCode = 0;
// A reader that went away, as in `mateship server logs | head`, is no fault.
process.stdout.on('error', () => process.exit(exitCode));
process.stderr.on('error', () => undefined);

try {
  await createProgram(root, env, (code) => (exitCode = code)).parseAsync();
} catch (error) {
  if (!(error instanceof CommandError || error instanceof EmbeddedPostgresError)) throw error;
  process.stderr.write(`${error.message}\n`);
  exitCode = error instanceof CommandError ? error.exitCode : 1;
}
process.exit(exitCode);
