import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../../..');
const LOCKED = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--network', 'none', '--init', '--pids-limit', '64', '--memory', '512m', '--tmpfs', '/tmp:noexec,nosuid,nodev'];

/** A first-party image, the user its processes have, and the folder of the project whose bundle it holds. */
export interface FirstPartyImage {
  name: string;
  user: string;
  project: string | null;
}

export const SERVICES: readonly FirstPartyImage[] = [
  { name: 'gateway', user: '10001:10001', project: 'services/gateway' },
  { name: 'vault', user: '10002:10002', project: 'services/vault' },
  { name: 'updater', user: '10003:10003', project: 'services/updater' },
  { name: 'engine-broker', user: '0:0', project: 'services/engine-broker' },
];
export const APPS: readonly FirstPartyImage[] = [
  { name: 'app-ai', user: '20001:20001', project: 'services/apps/ai' },
  { name: 'app-pdf', user: '20002:20002', project: 'services/apps/pdf' },
  { name: 'app-support', user: '20003:20003', project: 'services/apps/support' },
];
export const SETUP: FirstPartyImage = { name: 'setup', user: '', project: 'cli' };
export const EDGES: readonly FirstPartyImage[] = [
  { name: 'web-app', user: '10005:10005', project: 'services/web-app' },
  { name: 'egress-proxy', user: '10006:10006', project: null },
];
export const ON_NODE = [...SERVICES, ...APPS, SETUP];
export const ALL = [...ON_NODE, ...EDGES];
export const BASE = 'node:24.21.0-trixie-slim';

export const tagOf = ({ name }: FirstPartyImage): string => `mateship/${name}:0.1.0`;

export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args, { maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** Builds every image; those that did not change are only looked up. */
export async function buildImages(): Promise<void> {
  await run(process.execPath, [path.join(ROOT, 'tools/images.mjs')], { maxBuffer: 64 * 1024 * 1024 });
}

interface Inspected {
  Size: number;
  Config: { User: string; Env: string[]; Labels: Record<string, string> };
  RootFS: { Layers: string[] };
}

export async function inspectImage(tag: string): Promise<Inspected> {
  const [image] = JSON.parse(await docker('image', 'inspect', tag)) as Inspected[];
  if (!image) throw new Error(`There is no image ${tag}.`);
  return image;
}

/** What an image holds: path from the root, owner and size in bytes of each file. */
export async function filesOf(image: FirstPartyImage): Promise<{ file: string; size: number; uid: number; mode: string }[]> {
  const listing = await withCopy(image, (id) => run('sh', ['-c', `docker export ${id} | tar --list --verbose --numeric-owner`], { maxBuffer: 64 * 1024 * 1024 }));
  return listing.stdout
    .trim()
    .split('\n')
    .map((line) => /^(\S+) +(\d+)\/\d+ +(\d+) \S+ \S+ (.+?)(?: (?:->|link to) .*)?$/.exec(line))
    .flatMap((match) => (match ? [{ mode: match[1]!, uid: Number(match[2]), size: Number(match[3]), file: `/${match[4]!}` }] : []));
}

/** SHA-256 of each file of the bundle in an image, by its path. */
export async function bundleOf(image: FirstPartyImage): Promise<Record<string, string>> {
  const folder = image.name === 'web-app' ? '/srv' : '/app';
  const listing = await docker('run', '--rm', '--network', 'none', '--entrypoint', 'find', tagOf(image), folder, '-type', 'f', '-exec', 'sha256sum', '{}', '+');
  return below(readSums(listing), `${folder}/`);
}

/** Builds the bundles of all projects once more, somewhere else than images do; gives SHA-256 sums by project and path. */
export async function buildElsewhere(): Promise<Record<string, Record<string, string>>> {
  const secret = `id=extra-ca,src=${process.env.NODE_EXTRA_CA_CERTS ?? '/dev/null'}`;
  const sources = (await docker('build', '--quiet', '--target', 'sources', '--secret', secret, '--file', path.join(ROOT, 'deploy/images/Dockerfile'), ROOT)).trim();
  const projects = ALL.flatMap(({ project }) => project ?? []);
  const script = `cp -r /src /elsewhere && for project in ${projects.join(' ')}; do (cd /elsewhere/$project && npm run --silent build >&2) && find /elsewhere/$project/dist -type f -exec sha256sum {} +; done`;
  const listing = await docker('run', '--rm', '--network', 'none', '--entrypoint', 'sh', sources, '-euc', script);
  const sums = readSums(listing);
  return Object.fromEntries(projects.map((project) => [project, below(sums, `/elsewhere/${project}/dist/`)]));
}

/** Starts an image the way apps run: nothing writable, no capability, no network. Ends with what it said and its exit code. */
export async function runLocked(image: FirstPartyImage, settings: { docker?: string[]; args?: string[]; until?: string; within?: number } = {}): Promise<{ output: string; code: number | null }> {
  const name = `mateship-images-${process.pid}-${image.name}`;
  const program = spawn('docker', ['run', '--rm', '--name', name, ...LOCKED, ...(settings.docker ?? []), tagOf(image), ...(settings.args ?? [])]);
  let output = '';
  let asked = false;
  const read = (chunk: Buffer): void => {
    output += chunk.toString();
    if (asked || settings.until === undefined || !output.includes(settings.until)) return;
    asked = true;
    void docker('kill', '--signal', 'TERM', name);
  };
  program.stdout.on('data', read);
  program.stderr.on('data', read);
  const late = setTimeout(() => void docker('rm', '--force', name).catch(() => undefined), settings.within ?? 30_000);
  const code = await new Promise<number | null>((resolve) => program.on('close', resolve));
  clearTimeout(late);
  return { output, code };
}

async function withCopy<T>(image: FirstPartyImage, use: (container: string) => Promise<T>): Promise<T> {
  const id = (await docker('create', '--network', 'none', tagOf(image))).trim();
  try {
    return await use(id);
  } finally {
    await docker('rm', '--force', id);
  }
}

function readSums(listing: string): [file: string, sum: string][] {
  return listing.trim().split('\n').map((line) => [line.slice(66), line.slice(0, 64)]);
}

/** Those of the files in a folder that a bundle is made of. */
function below(sums: [file: string, sum: string][], folder: string): Record<string, string> {
  const own = sums.filter(([file]) => file.startsWith(folder)).map(([file, sum]) => [file.slice(folder.length), sum] as const);
  const shipped = own.filter(([file]) => !file.endsWith('.map') && !/^(apps|\.compile-cache)\//.test(file));
  return Object.fromEntries(shipped.sort(([one], [other]) => (one < other ? -1 : 1)));
}
