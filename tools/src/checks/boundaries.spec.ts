import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const env = { ...process.env, NX_DAEMON: 'false' };

/** [made-up file, what it imports, part of the message expected or null where the import is allowed] */
const PROBES: [string, string, string | null][] = [
  ['services/apps/pdf/src/probe.ts', '@mateship/service-kit', 'can only depend on libs tagged with'],
  ['services/apps/pdf/src/probe.ts', '@mateship/database', 'can only depend on libs tagged with'],
  ['services/apps/pdf/src/probe.ts', 'pg', 'not allowed to import'],
  ['services/apps/pdf/src/skills/probe.ts', '../../../ai/src/app.js', 'cannot be imported by a relative'],
  ['services/apps/pdf/src/probe.ts', '../../../../libs/service-kit/src/index.js', 'cannot be imported by a relative'],
  ['services/gateway/src/probe.ts', '../../vault/src/app.module.js', 'cannot be imported by a relative'],
  ['services/gateway/src/probe.ts', '@mateship/app-sdk', 'can only depend on libs tagged with'],
  ['services/gateway/src/probe.ts', '@mateship/vault', 'Programs are not imported'],
  ['services/vault/src/probe.ts', '@mateship/ui', 'can only depend on libs tagged with'],
  ['services/web-app/src/probe.ts', '@mateship/service-kit', 'can only depend on libs tagged with'],
  ['services/web-app/src/probe.ts', '@nestjs/common', 'not allowed to import'],
  ['libs/contracts/src/probe.ts', '@mateship/crypto', 'cannot depend on any libs with tags'],
  ['libs/crypto/src/probe.ts', '@nestjs/common', 'not allowed to import'],
  ['libs/ui/src/probe.ts', '@mateship/contracts', 'cannot depend on any libs with tags'],
  ['services/gateway/src/probe.ts', '@mateship/dev-env', 'Only tests may import this'],
  ['services/gateway/src/probe.spec.ts', '@mateship/dev-env', null],
  ['e2e/api/probe.ts', '../../services/gateway/src/app.module.js', 'cannot be imported by a relative'],
  ['e2e/api/probe.ts', '@mateship/gateway', 'Programs are not imported'],
  ['cli/src/probe.ts', '@mateship/dev-env', 'Only tests may import this'],
  ['services/apps/pdf/src/probe.ts', '@mateship/app-sdk', null],
  ['cli/src/probe.ts', '@mateship/database/embedded', null],
  ['services/gateway/src/probe.ts', '@mateship/service-kit', null],
  ['services/gateway/src/probe.ts', 'typeorm', null],
  ['services/web-app/src/probe.ts', '@mateship/client', null],
];

describe('module boundaries', () => {
  let answers: string[][];
  beforeAll(() => {
    // The rule is skipped where no project graph has been written yet.
    execFileSync(process.execPath, [path.join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], { cwd: root, env, stdio: 'ignore' });
    const input = JSON.stringify(PROBES.map(([filePath, source]) => ({ filePath, text: `import * as probe from '${source}';\nexport { probe };\n` })));
    answers = JSON.parse(execFileSync(process.execPath, [path.join(import.meta.dirname, 'lint-probe.mjs')], { cwd: root, env, input, encoding: 'utf8' })) as string[][];
  }, 120_000);

  it.each(PROBES.map(([file, source, message], index) => ({ project: path.dirname(file), source, message, index })))(
    '$project importing $source is judged as the matrix says',
    ({ message, index }) => {
      if (message === null) expect(answers[index]).toEqual([]);
      else expect(answers[index]?.join()).toContain(message);
    },
  );
});
