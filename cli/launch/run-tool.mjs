import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** The checkout cannot be prepared; the message is for the person at the terminal. */
export class PrepareError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const SIGNAL_EXIT = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const TICK_MS = 1000;
const SHOWN = 3_000;

/**
 * Runs a tool while a line says what happens and for how long. What the tool prints goes to `onLine` and, when it
 * fails, to a file and its end to the terminal. Standard output stays untouched.
 */
export async function runTool(title, command, args, { cwd, env = process.env, onLine = () => undefined }) {
  const since = performance.now();
  const seconds = () => `${Math.round((performance.now() - since) / 1000)} s`;
  const show = progressLine();
  show.update(`${title}…`);
  const timer = setInterval(() => show.update(`${title}… ${seconds()}`), TICK_MS);
  try {
    await run(title, command, args, { cwd, env, onLine: (line) => onLine(line, show) });
    show.done(`  ✓ ${title} (${seconds()})`);
  } finally {
    clearInterval(timer);
  }
}

/** On a terminal one line that is rewritten; elsewhere only what is final. */
function progressLine() {
  const { stderr } = process;
  const rewrite = (text) => stderr.write(`\r\u001b[2K${text}`);
  return {
    update: (text) => stderr.isTTY && rewrite(`  … ${text}`),
    done: (text) => (stderr.isTTY ? rewrite(`${text}\n`) : stderr.write(`${text}\n`)),
  };
}

function run(title, command, args, { cwd, env, onLine }) {
  return new Promise((resolve, reject) => {
    // A process group of its own: a signal ends the tool with everything it started.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      for (const line of String(chunk).split('\n')) onLine(line);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const handlers = Object.keys(SIGNAL_EXIT).map((signal) => {
      const handler = () => {
        endGroup(child, signal);
        reject(new PrepareError(`\n${title} was cut off. Start again to continue.`, SIGNAL_EXIT[signal]));
      };
      process.on(signal, handler);
      return [signal, handler];
    });
    child.once('error', (error) => reject(new PrepareError(`${title} failed: ${error.message}`)));
    child.once('close', (code) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      if (code === 0) resolve();
      else reject(new PrepareError(`\n${output.trim().slice(-SHOWN)}\n\n${title} failed; the reason is above. ${keep(cwd, output)}`));
    });
  });
}

function keep(root, output) {
  const file = path.join(root, '.cache', 'prepare.log');
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, output);
    return `All of the output is in ${file}.`;
  } catch {
    return '';
  }
}

function endGroup(child, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // It ended by itself.
  }
}
