import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A service that does nothing but what the launcher sees of one: readiness, logs, draining, the pipe. */
const SERVICE = `
import fs from 'node:fs';
import http from 'node:http';
const name = process.argv[1].includes('vault') ? 'vault' : 'gateway';
const env = (key) => process.env['MATESHIP_' + name.toUpperCase() + '_' + key];
const trace = (event) => fs.appendFileSync(process.env.STAND_IN_TRACE, name + ' ' + event + '\\n');
const socket = env('LISTEN_INTERNAL').replace('unix:', '');
if (fs.existsSync(process.env.STAND_IN_TRACE + '.' + name + '.broken')) {
  console.log(JSON.stringify({ timestamp: new Date().toISOString(), service_name: name, level: 'error', message: 'the ' + name + ' cannot read its database' }));
  process.exit(1);
}
fs.rmSync(socket, { force: true });
trace('start');
const database = fs.readFileSync(env('DATABASE_URL_FILE'), 'utf8');
const server = http.createServer((request, response) => response.end(JSON.stringify({ database })));
if (name === 'vault') fs.writeFileSync(env('KEY_FILE'), '{}', { mode: 0o600 });
server.listen(socket, () => {
  if (name === 'gateway') {
    if (!fs.existsSync(process.env.STAND_IN_TRACE + '.invite-used')) fs.writeFileSync(env('FIRST_INVITE_FILE'), 'invite-token');
    const [host, port] = env('LISTEN_PUBLIC').split(':');
    http.createServer((request, response) => response.end('page')).listen(Number(port), host);
  }
  console.log(JSON.stringify({ timestamp: new Date().toISOString(), service_name: name, level: 'info', message: 'listening' }));
  console.error('a plain line of ' + name);
});
const end = (why) => { trace('end ' + why); process.exit(0); };
process.on('SIGTERM', () => end('SIGTERM'));
process.stdin.on('close', () => end('pipe')).on('error', () => undefined).resume();
`;

/** A checkout with stand-in services, an empty data folder and a file in which the services note what happens to them. */
export interface StandIn {
  root: string;
  data: string;
  trace(): string[];
  /** Makes a service end with an error when it starts, until it is repaired. */
  breakService(name: string): void;
  repairService(name: string): void;
  useInvite(): void;
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** @param template data folder of a stopped server to begin with; making a cluster anew takes a second each time. */
export function makeStandIn(template?: string): StandIn {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship cli '));
  fs.chmodSync(folder, 0o755);
  const root = path.join(folder, 'checkout');
  const trace = path.join(folder, 'trace');
  for (const name of ['vault', 'gateway']) {
    fs.mkdirSync(path.join(root, 'services', name, 'dist'), { recursive: true });
    fs.writeFileSync(path.join(root, 'services', name, 'dist', 'main.mjs'), SERVICE);
  }
  const data = path.join(folder, 'data');
  if (template !== undefined) fs.cpSync(template, data, { recursive: true });
  return {
    root,
    data,
    trace: () => (fs.existsSync(trace) ? fs.readFileSync(trace, 'utf8').trim().split('\n') : []),
    breakService: (name) => fs.writeFileSync(`${trace}.${name}.broken`, ''),
    repairService: (name) => fs.rmSync(`${trace}.${name}.broken`),
    useInvite: () => fs.writeFileSync(`${trace}.invite-used`, ''),
    env: { ...process.env, MATESHIP_ROOT: root, STAND_IN_TRACE: trace },
    remove: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
