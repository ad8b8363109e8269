#!/usr/bin/env node
// Runs a command under the Node version of this project. Works on any Node >= 20: when the machine's own
// major version differs, the binary is fetched once from npm, checked, and kept in the user's cache.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

export const NODE_VERSION = '24.21.0';

function cacheFolder() {
  const base = process.env.MATESHIP_CACHE_DIR ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'mateship');
  try {
    fs.mkdirSync(base, { recursive: true });
    fs.accessSync(base, fs.constants.W_OK);
    return base;
  } catch {
    return path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..', '.cache');
  }
}

function versionOf(binary) {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Path of a Node binary of the right major version; fetches it when there is none. */
export function resolveNode() {
  if (process.versions.node.split('.')[0] === NODE_VERSION.split('.')[0]) return process.execPath;
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = path.join(cacheFolder(), `node-v${NODE_VERSION}-${system}-${process.arch}`);
  const binary = path.join(folder, 'bin', 'node');
  if (versionOf(binary) === `v${NODE_VERSION}`) return binary;
  process.stderr.write(`Fetching Node ${NODE_VERSION} from npm (once per user)…\n`);
  const staging = fs.mkdtempSync(`${folder}-`);
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['install', '--prefix', staging, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--update-notifier=false', `${name}@${NODE_VERSION}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: staging,
    });
    const fetched = path.join(staging, 'node_modules', name);
    if (versionOf(path.join(fetched, 'bin', 'node')) !== `v${NODE_VERSION}`) throw new Error('the fetched binary does not run here');
    fs.mkdirSync(path.join(folder, 'bin'), { recursive: true });
    fs.renameSync(path.join(fetched, 'bin', 'node'), binary);
  } catch (cause) {
    process.stderr.write(`Node ${NODE_VERSION} is needed and could not be fetched from npm (${cause.message}). Install Node 24 and try again.\n`);
    process.exit(1);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
  return binary;
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fs.realpathSync(new URL(import.meta.url))) {
  if (process.argv[2] === '--print') {
    process.stdout.write(`${resolveNode()}\n`);
  } else {
    const node = resolveNode();
    const child = spawn(node, process.argv.slice(2), {
      stdio: 'inherit',
      env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  }
}
