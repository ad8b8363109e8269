import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { eventually } from '@mateship/dev-env';
import { makeStandIn, type StandIn } from './stand-in.js';

const project = path.resolve(import.meta.dirname, '..');
export const MAIN = path.join(project, 'dist', 'main.mjs');

/** Bundles the command when that was not done since its sources changed. */
export function ensureBuilt(): void {
  const newest = Math.max(...fs.readdirSync(path.join(project, 'src'), { recursive: true, withFileTypes: true }).map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs));
  if (fs.existsSync(MAIN) && fs.statSync(MAIN).mtimeMs > newest) return;
  execFileSync(process.execPath, [path.resolve(project, '..', 'tools', 'bundle.mjs')], { cwd: project, stdio: 'ignore' });
}

/** A running launcher. */
export interface Launcher {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
}

export function launch(standIn: StandIn, args: string[] = []): Launcher {
  const child = spawn(process.execPath, [MAIN, 'server', 'start', '--data-dir', standIn.data, '--port', '0', '--json', ...args], { env: standIn.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  return { child, stdout: () => output.stdout, stderr: () => output.stderr, exited: once(child, 'close').then(([code]) => code as number | null) };
}

/** What the one JSON line says. */
export interface Ready {
  ready: true;
  url: string;
  invite: string | null;
}

export async function untilReady(launcher: Launcher): Promise<Ready> {
  await eventually(() => launcher.stdout().includes('\n') || launcher.child.exitCode !== null, { what: 'the launcher is ready', patienceMs: 40_000 });
  if (launcher.child.exitCode !== null) throw new Error(`The launcher ended with ${launcher.child.exitCode}: ${launcher.stderr()}`);
  return JSON.parse(launcher.stdout()) as Ready;
}

/** Runs another verb to its end. */
export async function run(standIn: StandIn, args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, 'server', ...args, '--data-dir', standIn.data], { env: standIn.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/** Pid of a part of the server, as `status --json` tells it. */
export async function pidOf(standIn: StandIn, name: string): Promise<number> {
  const { stdout } = await run(standIn, ['status', '--json']);
  const status = JSON.parse(stdout) as { services: { name: string; pid: number }[] };
  const pid = status.services.find((service) => service.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} does not run: ${stdout}`);
  return pid;
}

export async function listenOnSomePort(): Promise<net.Server> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A server that was started once and stopped again: the data folder that other tests copy. */
export async function makeTemplate(): Promise<StandIn> {
  ensureBuilt();
  const template = makeStandIn();
  const launcher = launch(template);
  await untilReady(launcher);
  launcher.child.kill('SIGTERM');
  await launcher.exited;
  return template;
}
