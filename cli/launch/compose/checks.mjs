import fs from 'node:fs';
import net from 'node:net';
import { PrepareError } from '../run-tool.mjs';
import { compareVersions } from './engine.mjs';

const LEAST = { api: '1.41', compose: '2.26' };
const GIB = 1024 ** 3;
const DISK = 4 * GIB;
const MEMORY = 2 * GIB;

/** Known holes of container isolation, with the version that closes each and what it means here. */
const HOLES = [
  { part: 'engine', name: 'Docker Engine', fixed: '25.0.5', hole: 'CVE-2024-29018', note: 'internal networks leak name queries; Mateship gives its apps no name server, which closes it for them' },
  { part: 'runc', name: 'runc', fixed: '1.2.8', hole: 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881', note: 'a hostile container may break out; install only apps that you trust until it is updated' },
  { part: 'compose', name: 'Docker Compose', fixed: '2.40.2', hole: 'CVE-2025-62725', note: 'remote includes can write outside their folder; Mateship uses none' },
];

/** Refuses what cannot work, each with one sentence. Gives warnings about what works but is known to be weak. */
export function checkEngine(engine) {
  if (engine === null) throw new PrepareError('No Docker Engine answers. Start it (and see that this user may use it: `docker version`), or start with --embedded.');
  if (compareVersions(engine.api, LEAST.api) < 0) throw new PrepareError(`The Docker Engine speaks API ${engine.api}; Mateship needs ${LEAST.api} (Engine 20.10) or newer. Update Docker, or start with --embedded.`);
  if (engine.compose === null) throw new PrepareError('The Compose plugin is missing (`docker compose version` fails). Install docker-compose-plugin, or start with --embedded.');
  if (compareVersions(engine.compose, LEAST.compose) < 0) throw new PrepareError(`Docker Compose is ${engine.compose}; Mateship needs ${LEAST.compose} or newer. Update it, or start with --embedded.`);
  if (engine.memory < MEMORY) throw new PrepareError(`The Docker Engine has ${(engine.memory / GIB).toFixed(1)} GiB of memory; Mateship needs 2 GiB. Give it more, or start with --embedded.`);
  return HOLES.filter(({ part, fixed }) => engine[part] !== '' && compareVersions(engine[part], fixed) < 0).map(
    ({ part, name, fixed, hole, note }) => `Warning: ${name} ${engine[part]} is older than ${fixed} (${hole}): ${note}.`,
  );
}

/** Building takes room where the Engine keeps its images; that is known only when it lies on this machine. */
export function checkDisk(engine, firstStart) {
  if (!firstStart || !fs.existsSync(engine.root)) return;
  const { bavail, bsize } = fs.statfsSync(engine.root);
  const free = bavail * bsize;
  if (free < DISK) throw new PrepareError(`Only ${(free / GIB).toFixed(1)} GiB are free in ${engine.root}; building the images needs 4 GiB. Make room (for example: docker image prune) and start again.`);
}

export async function checkPort(port) {
  const free = await new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  if (!free) throw new PrepareError(`Port ${port} is taken. End what uses it, or choose another one: --port <number>.`);
}
