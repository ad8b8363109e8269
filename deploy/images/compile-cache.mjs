// Starts the program of an image once, as the user who will run it, so that Node leaves behind what it compiled.
// What ends by itself (a command, a service that has no configuration yet) may; what becomes ready is told to end.
// A program that cannot even be loaded fails the build here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

const folder = process.env.NODE_COMPILE_CACHE;
const app = '/app';
const main = path.join(app, 'main.mjs');
const LONGEST_START = 60_000;

async function startOnce() {
  // A file, since what a program says on its way out does not fit into a pipe: a stack begins with a line of the bundle.
  const file = path.join(os.tmpdir(), `output-${process.pid}`);
  const output = fs.openSync(file, 'w+');
  const program = spawn(process.execPath, [main, ...process.argv.slice(2)], { stdio: ['ignore', output, output, 'ipc'], timeout: LONGEST_START, killSignal: 'SIGKILL' });
  program.on('message', () => program.kill('SIGTERM'));
  const [code] = await once(program, 'close');
  const text = fs.readFileSync(file, 'utf8').split('\n').map((line) => line.slice(0, 300)).join('\n');
  fs.rmSync(file);
  if (code !== 0 && !text.includes('The configuration is not valid')) throw new Error(`${main} does not start (${code}):\n${text}`);
}

// Further entries of a bundle run in threads of the program, the first time that they are needed.
async function loadThread(file) {
  const thread = new Worker(file, { stdout: true, stderr: true });
  await Promise.race([once(thread, 'exit').catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2000))]);
  await thread.terminate();
}

await startOnce();
const threads = fs.readdirSync(app).filter((file) => /^(?!main\.|chunk-).+\.mjs$/.test(file));
await Promise.all(threads.map((file) => loadThread(path.join(app, file))));

const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
if (files.length === 0) throw new Error(`Nothing was left in ${folder}.`);
