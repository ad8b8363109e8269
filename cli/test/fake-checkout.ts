import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '..', '..');

/** Stands for npm: makes what an installation makes, among it a build tool that only writes the outputs. */
const NPM = `#!/bin/sh
echo "npm $*" >> "$TRACE"
test -f "$TRACE.npm-fails" && { echo 'npm: the registry does not answer' >&2; exit 1; }
test -f "$TRACE.npm-hangs" && sleep 60
mkdir -p node_modules/nx/dist/bin
cp package-lock.json node_modules/.package-lock.json
cat > node_modules/nx/dist/bin/nx.js <<'NX'
const fs = require('node:fs');
fs.appendFileSync(process.env.TRACE, 'build ' + process.argv.join(' ').replace(/^.*-p (\\S+).*$/, '$1') + '\\n');
for (const folder of ['cli', 'services/gateway', 'services/apps/pdf']) {
  fs.mkdirSync(folder + '/dist', { recursive: true });
  fs.writeFileSync(folder + '/dist/main.mjs', "console.log(JSON.stringify(process.argv.slice(2)))");
  console.log('   ✔  nx run ' + folder.split('/').pop() + ':build');
}
NX
`;

/** A checkout that is prepared and started by the real start-server.sh, with a fake npm, build tool and server. */
export interface FakeCheckout {
  root: string;
  /** What npm and the build tool were asked to do. */
  trace(): string[];
  /** Makes the fake npm fail or hang. */
  npm(state: 'fails' | 'hangs' | 'works'): void;
  write(file: string, content: string): void;
  /** Takes a program off the path. */
  withoutTool(name: string): void;
  start(args?: string[], options?: { script?: string; killAfterMs?: number }): Promise<{ code: number | null; stdout: string; stderr: string }>;
  remove(): void;
}

export function makeFakeCheckout(): FakeCheckout {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship start '));
  const root = path.join(folder, 'a checkout');
  const bin = path.join(folder, 'bin');
  const trace = path.join(folder, 'trace');
  const write = (file: string, content: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), content);
  };
  for (const file of ['start-server.sh', 'tools/node24.mjs', 'cli/launch']) fs.cpSync(path.join(repository, file), path.join(root, file), { recursive: true });
  for (const [name, project] of [['cli', 'cli'], ['gateway', 'services/gateway'], ['pdf', 'services/apps/pdf']]) {
    write(`${project}/package.json`, JSON.stringify({ scripts: { build: 'x' }, nx: { name } }));
    write(`${project}/src/main.ts`, '1');
  }
  for (const file of ['nx.json', 'package-lock.json', 'package.json', 'tsconfig.base.json']) write(file, '{}');
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, 'npm'), NPM, { mode: 0o755 });
  fs.symlinkSync(process.execPath, path.join(bin, 'node'));
  for (const tool of ['bash', 'sh', 'env', 'dirname', 'readlink', 'cat', 'mkdir', 'cp', 'git', 'sleep']) {
    const found = (process.env.PATH ?? '').split(':').map((entry) => path.join(entry, tool)).find((file) => fs.existsSync(file));
    if (found !== undefined) fs.symlinkSync(found, path.join(bin, tool));
  }
  return {
    root,
    trace: () => (fs.existsSync(trace) ? fs.readFileSync(trace, 'utf8').trim().split('\n') : []),
    npm: (state) => {
      for (const kind of ['fails', 'hangs']) fs.rmSync(`${trace}.npm-${kind}`, { force: true });
      if (state !== 'works') fs.writeFileSync(`${trace}.npm-${state}`, '');
    },
    write,
    withoutTool: (name) => fs.rmSync(path.join(bin, name)),
    start: async (args = [], { script = path.join(root, 'start-server.sh'), killAfterMs } = {}) => {
      const child = spawn(script, args, { cwd: '/', env: { PATH: bin, TRACE: trace, HOME: folder }, stdio: ['ignore', 'pipe', 'pipe'] });
      const output = { stdout: '', stderr: '' };
      child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
      child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
      const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGTERM'), killAfterMs);
      const [code] = (await once(child, 'close')) as [number | null];
      clearTimeout(timer);
      return { code, ...output };
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}
