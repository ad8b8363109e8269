// Child process of boundaries.spec.ts: lints made-up files with the workspace's own configuration.
// Reads [{ filePath, text }] as JSON from standard input, writes the messages of each. Only the boundary rules run.
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const root = path.resolve(import.meta.dirname, '../../..');
const RULES = new Set(['@nx/enforce-module-boundaries', 'no-restricted-imports']);
const untyped = { files: ['**/*.ts', '**/*.tsx'], languageOptions: { parserOptions: { projectService: false } } };
const eslint = new ESLint({ cwd: root, overrideConfig: [untyped], ruleFilter: ({ ruleId }) => RULES.has(ruleId) });
const probes = JSON.parse(await text(process.stdin));
const answers = [];
for (const probe of probes) {
  const [result] = await eslint.lintText(probe.text, { filePath: path.join(root, probe.filePath), warnIgnored: true });
  answers.push(result.messages.map((message) => message.message));
}
process.stdout.write(JSON.stringify(answers));
