import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { Tree } from '@nx/devkit';

export const root = path.resolve(import.meta.dirname, '../..');
const SHARED = ['node_modules', 'libs', 'tools', 'tsconfig.base.json', 'eslint.config.mjs'];

/** A workspace beside the real one: what is generated lies in it, everything else is linked. */
export class ScratchWorkspace {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'generated-'));
  private readonly children: ChildProcess[] = [];

  constructor() {
    for (const name of SHARED) fs.symlinkSync(path.join(root, name), path.join(this.folder, name));
    fs.copyFileSync(path.join(root, 'jest.preset.cjs'), path.join(this.folder, 'jest.preset.cjs'));
    fs.writeFileSync(path.join(this.folder, 'package.json'), '{"type":"module"}');
  }

  /** Lets generators write into a tree and puts their files on disk. */
  generate(write: (tree: Tree) => void): void {
    const tree = createTreeWithEmptyWorkspace();
    write(tree);
    for (const change of tree.listChanges()) {
      if (!change.path.startsWith('services/') || !change.content) continue;
      const file = path.join(this.folder, change.path);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, change.content);
    }
  }

  /** Runs a Node program in a project; throws with its output when it fails. */
  run(project: string, program: string, ...args: string[]): string {
    const env = { ...process.env, NX_TASK_TARGET_PROJECT: undefined, JEST_WORKER_ID: undefined };
    try {
      return execFileSync(process.execPath, [path.join(root, program), ...args], { cwd: path.join(this.folder, project), env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${program} failed in ${project}:\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  /** Starts the bundle of a project in an empty folder with nothing but these variables. */
  start(project: string, env: Record<string, string>): ChildProcess {
    const bundle = path.join(this.folder, project, 'dist', 'main.mjs');
    const child = spawn(process.execPath, [bundle], { cwd: fs.mkdtempSync(path.join(this.folder, 'empty-')), env, stdio: ['ignore', 'inherit', 'inherit'] });
    this.children.push(child);
    return child;
  }

  remove(): void {
    for (const child of this.children) if (child.exitCode === null) child.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends a process as its operator would and resolves with its exit code. */
export function terminate(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

/** A TCP port that is free right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
