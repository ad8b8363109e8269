import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runTool } from '../run-tool.mjs';
import { sourceStamp } from '../source-stamp.mjs';
import { checkDisk, checkEngine, checkPort } from './checks.mjs';
import { ask, readEngine } from './engine.mjs';
import { portOption, readSettings } from './settings.mjs';
import { readInvite } from './verbs.mjs';

const WAIT_SECONDS = 300;
const say = (text) => process.stderr.write(`${text}\n`);

/** Builds what changed, starts the core in its order, waits until it is healthy, and says where it is. Apps wake by themselves. */
export async function startCompose(root, args) {
  const engine = readEngine();
  for (const warning of checkEngine(engine)) say(warning);
  const settings = readSettings(root, portOption(args));
  const services = ask(['compose', '--project-directory', root, 'config', '--services'])?.split('\n') ?? [];
  const firstStart = !imagesAreCurrent(root);
  checkDisk(engine, firstStart);
  if (!isRunning(root, 'web-app')) await checkPort(settings.port);
  say(`Mateship starts in containers (project ${settings.project}, Engine ${engine.engine}).`);
  if (firstStart) await buildImages(root);
  await startCore(root, services);
  announce(settings, readInvite(root, settings), args.includes('--json'));
}

function compose(title, root, args, onLine) {
  return runTool(title, 'docker', ['compose', '--project-directory', root, '--ansi', 'never', ...args], { cwd: root, onLine });
}

async function buildImages(root) {
  const stamp = imageStamp(root);
  await compose('Building images', root, ['build'], (line, show) => {
    const step = /^#\d+ \[([^\]]+)\]/.exec(line)?.[1];
    if (step !== undefined) show.update(`Building images: ${step}`);
  });
  fs.mkdirSync(path.dirname(stampFile(root)), { recursive: true });
  fs.writeFileSync(stampFile(root), stamp);
}

async function startCore(root, services) {
  const core = services.filter((name) => !name.startsWith('app-'));
  await compose('Starting containers', root, ['up', '--detach', '--no-build', '--wait', '--wait-timeout', String(WAIT_SECONDS), ...core], (line, show) => {
    const [, container, state] = /Container (\S+)\s+(Healthy|Started|Exited|Waiting)/.exec(line) ?? [];
    if (container !== undefined) show.update(`Starting containers: ${container} ${state.toLowerCase()}`);
  });
}

function isRunning(root, service) {
  return (ask(['compose', '--project-directory', root, 'ps', '--status', 'running', '--quiet', service]) ?? '') !== '';
}

function imagesAreCurrent(root) {
  try {
    if (fs.readFileSync(stampFile(root), 'utf8') !== imageStamp(root)) return false;
  } catch {
    return false;
  }
  const wanted = (ask(['compose', '--project-directory', root, 'config', '--images']) ?? '').split('\n').filter((name) => name.startsWith('mateship/'));
  return wanted.length > 0 && ask(['image', 'inspect', '--format', '{{.Id}}', ...wanted]) !== null;
}

/** Everything an image is made of: sources, and what is copied from deploy. */
function imageStamp(root) {
  const hash = createHash('sha256').update(sourceStamp(root));
  for (const file of fs.globSync('deploy/**/*', { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort()) {
    hash.update(`${path.relative(root, file)}\0`).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

function stampFile(root) {
  return path.join(root, '.cache', 'images.stamp');
}

function announce({ url }, invite, json) {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ready: true, url, invite })}\n`);
    return;
  }
  process.stdout.write(`\n  Mateship: ${url}\n`);
  if (invite !== null) process.stdout.write(`  Become the administrator (works once): ${invite}\n`);
  process.stdout.write('\n  It runs on by itself. Next: ./start-server.sh status, logs or stop; settings are in .env.\n\n');
}
