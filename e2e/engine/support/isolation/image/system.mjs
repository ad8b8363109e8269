// What scripts use against the machine: commands, system calls, files, and the processes of others.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);
/** Numbers of system calls on x64 and arm64, as the kernel's tables give them. */
const NUMBERS = { ptrace: [101, 117], bpf: [321, 280], add_key: [248, 217], perf_event_open: [298, 241], sethostname: [170, 161], open_by_handle_at: [304, 265], mount: [165, 40], socket: [41, 198], setsockopt: [54, 208], sendmsg: [46, 211], io_uring_setup: [425, 425] };
/** Numbers of system calls here. */
export const CALLS = Object.fromEntries(Object.entries(NUMBERS).map(([name, [x64, arm64]]) => [name, process.arch === 'arm64' ? arm64 : x64]));

export { fs };

/** Runs a command to its end and gives what it printed. */
export async function run(file, ...args) {
  return execute(file, args, { timeout: 20_000 }).then(({ stdout }) => stdout.trim(), ({ code, stderr, message }) => {
    throw new Error(`${code} ${stderr.trim() || message}`);
  });
}

/** Runs a command as the user of apps, whoever runs the script. */
export async function runAsUser(user, file, ...args) {
  return execute(file, args, { uid: user, gid: user }).then(({ stdout }) => stdout.trim());
}

/** Runs a Perl program that dies with the error of the kernel. */
export function perl(program, ...args) {
  return run('perl', '-MSocket', '-e', program, ...args.map(String));
}

/** Makes a system call of the kernel; `args` is Perl. */
export function call(name, args) {
  return perl(`my $r = syscall(${CALLS[name]}, ${args}); die "$!\\n" if $r == -1; print "done"`);
}

/** Opens a file and closes it; nothing is read or written. */
export function open(path, flags) {
  fs.closeSync(fs.openSync(path, flags));
  return 'opened';
}

/** Writes a file and removes it. */
export function plant(path) {
  fs.writeFileSync(path, 'planted');
  fs.rmSync(path);
  return 'planted';
}

/** Ids of the processes of others that have a text in their command line or environment. */
export function processesWith(file, text) {
  const ids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = ids.filter((id) => {
    try {
      return fs.readFileSync(`/proc/${id}/${file}`, 'latin1').includes(text);
    } catch {
      return false;
    }
  });
  if (found.length === 0) throw new Error(`none of ${ids.length} processes`);
  return found.map(Number);
}

/** Starts so many processes that do nothing, ends them, and says how many there were. */
export async function fork(count) {
  const children = [];
  try {
    for (let made = 0; made < count; made++) {
      const child = spawn('sleep', ['60'], { stdio: 'ignore' });
      child.on('error', () => undefined);
      if (child.pid === undefined) throw Object.assign(new Error(`after ${made}`), { code: 'EAGAIN' });
      children.push(child);
    }
    return children.length;
  } finally {
    children.forEach((child) => child.kill('SIGKILL'));
  }
}

/** Takes memory and writes to all of it. */
export function eat(mebibytes) {
  const taken = [];
  while (taken.length < mebibytes) taken.push(Buffer.alloc(2 ** 20, 1));
  return taken.length;
}

/** Writes so much into one file, and removes it. */
export function fill(path, mebibytes) {
  const file = fs.openSync(path, 'w');
  try {
    for (let written = 0; written < mebibytes; written++) fs.writeSync(file, Buffer.alloc(2 ** 20));
    return mebibytes;
  } finally {
    fs.closeSync(file);
    fs.rmSync(path);
  }
}
