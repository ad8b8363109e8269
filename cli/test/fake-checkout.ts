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

/** Stands for docker: notes what it is asked, and answers as an Engine of the given versions with its core running or not. */
const DOCKER = `#!/usr/bin/env node
const fs = require('node:fs');
const [machine, args] = [JSON.parse(fs.readFileSync(process.env.TRACE + '.docker', 'utf8')), process.argv.slice(2)];
const asked = args.join(' ').replace(/--project-directory \\S.*?checkout /, '').replace('--ansi never ', '');
fs.appendFileSync(process.env.TRACE, 'docker ' + asked + '\\n');
const says = (pattern, answer) => { if (pattern.test(asked)) { if (answer === null) process.exit(1); console.log(answer); process.exit(0); } };
says(/^version .*APIVersion/, machine.api);
says(/^version .*json/, JSON.stringify({ ApiVersion: machine.api, Version: machine.engine, Components: [{ Name: 'runc', Version: machine.runc }] }));
says(/^info/, JSON.stringify({ MemTotal: machine.memory, DockerRootDir: '/nowhere' }));
says(/^compose version/, machine.compose);
says(/config --services/, 'gateway\\nweb-app\\napp-pdf');
says(/config --images/, 'mateship/gateway:0.1.0\\npostgres:17.11-trixie');
says(/^image inspect/, machine.built ? 'sha256:1' : null);
says(/ps .*--quiet web-app/, machine.running ? 'abc' : '');
says(/ps --services/, machine.running ? 'gateway\\nweb-app' : '');
says(/exec -T gateway cat/, machine.invite);
if (/^compose build/.test(asked)) fs.writeFileSync(process.env.TRACE + '.docker', JSON.stringify({ ...machine, built: true }));
if (/^compose up/.test(asked)) fs.writeFileSync(process.env.TRACE + '.docker', JSON.stringify({ ...machine, running: true }));
`;

/** What the fake Engine says of itself. */
export interface FakeEngine {
  api: string;
  engine: string;
  compose: string | null;
  runc: string;
  memory: number;
  built: boolean;
  running: boolean;
  invite: string | null;
}

/** A checkout that is prepared and started by the real start-server.sh, with a fake npm, build tool and server. */
export interface FakeCheckout {
  root: string;
  /** What npm and the build tool were asked to do. */
  trace(): string[];
  /** Makes the fake npm fail or hang. */
  npm(state: 'fails' | 'hangs' | 'works'): void;
  write(file: string, content: string): void;
  /** Puts an Engine on the machine: a current one, with these differences. */
  docker(differences?: Partial<FakeEngine>): void;
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
    docker: (differences = {}) => {
      const engine: FakeEngine = { api: '1.51', engine: '28.3.0', compose: '2.40.2', runc: '1.2.8', memory: 8 * 1024 ** 3, built: false, running: false, invite: 'token', ...differences };
      write('.env.example', 'COMPOSE_PROJECT_NAME=mateship\nMATESHIP_PORT=8080\n');
      fs.writeFileSync(`${trace}.docker`, JSON.stringify(engine));
      fs.writeFileSync(path.join(bin, 'docker'), DOCKER, { mode: 0o755 });
    },
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
