import { execFileSync } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { docker, removeAll, ROOT } from './engine.js';

const NAME = `mateship-egress-${process.pid}`;
const NODE = 'node:24.21.0-trixie-slim';
/** Ranges for documentation: public to the proxy, and nothing but this lab has them. */
const PUBLIC = { subnet: '203.0.113.0/28', server: '203.0.113.3', names: '203.0.113.4' };
const PRIVATE = { subnet: '10.251.1.0/29', server: '10.251.1.3' };
const APPS = { subnet: '10.251.0.0/29', app: '10.251.0.3', proxy: '10.251.0.4' };
const OTHER = { subnet: '10.251.0.8/29', app: '10.251.0.11', proxy: '10.251.0.12' };

/** A web server that says which one it is. */
const SERVER = `for (const port of [80, 8080]) require('node:http').createServer((request, response) => response.end('reached ' + process.argv[1])).listen(port, '0.0.0.0')`;

/** A name server: fixed answers, and \`rebind.test\` that is public once and private from then on, with a lifetime of 0. */
const NAMES = `
const fixed = { 'public.test': ['${PUBLIC.server}'], 'private.test': ['${PRIVATE.server}'], 'granted.test': ['${PRIVATE.server}'],
  'loopback.test': ['127.0.0.1'], 'metadata.test': ['169.254.169.254'], 'carrier.test': ['100.64.0.1'], 'group.test': ['224.0.0.1'],
  'mixed.test': ['${PUBLIC.server}', '${PRIVATE.server}'] };
let asked = 0;
const socket = require('node:dgram').createSocket('udp4');
socket.on('message', (query, from) => {
  const labels = []; let at = 12;
  for (; query[at]; at += query[at] + 1) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  const name = labels.join('.').toLowerCase(), type = query.readUInt16BE(at + 1), question = query.subarray(12, at + 5);
  console.log(name);
  const addresses = type !== 1 ? [] : name === 'rebind.test' ? [asked++ ? '${PRIVATE.server}' : '${PUBLIC.server}'] : fixed[name] ?? [];
  const header = Buffer.from([query[0], query[1], 0x81, fixed[name] || name === 'rebind.test' ? 0x80 : 0x83, 0, 1, 0, addresses.length, 0, 0, 0, 0]);
  const answers = addresses.map((address) => Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]));
  socket.send(Buffer.concat([header, question, ...answers]), from.port, from.address);
});
socket.bind(53);
`;

/** Sends one request through the proxy and prints how it went. */
const CLIENT = `
const [proxy, target, method] = process.argv.slice(1), started = performance.now();
const socket = require('node:net').connect(3128, proxy); let text = '', tunnel = false;
const end = () => { console.log(JSON.stringify({ status: Number(/^HTTP\\/1.[01] (\\d+)/.exec(text)?.[1] ?? 0), reached: /reached (\\w+)/.exec(text)?.[1] ?? null, ms: Math.round(performance.now() - started) })); process.exit(); };
socket.setTimeout(25000, end).on('error', end).on('close', end);
socket.on('connect', () => socket.write(method === 'CONNECT' ? 'CONNECT ' + target + ' HTTP/1.1\\r\\nHost: ' + target + '\\r\\n\\r\\n' : 'GET http://' + target + '/ HTTP/1.1\\r\\nHost: ' + target + '\\r\\nConnection: close\\r\\n\\r\\n'));
socket.on('data', (chunk) => { text += chunk;
  if (method === 'CONNECT' && !tunnel) { if (!text.startsWith('HTTP/1.1 200')) return end(); tunnel = true; socket.write('GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n'); } });
`;

export interface Attempt {
  status: number;
  /** The server that answered. */
  reached: string | null;
  ms: number;
}

export interface Refusal {
  timestamp: string;
  client: string;
  host: string;
  port: number;
  status: number;
}

/** The egress proxy's image with its own networks: a public and a private server, a name server, and two apps. */
export class EgressLab {
  readonly appSubnet = APPS.subnet;
  readonly otherSubnet = OTHER.subnet;
  readonly privateServer = PRIVATE.server;
  readonly publicServer = PUBLIC.server;
  #folder = '';
  #version = 0;

  async start(): Promise<void> {
    this.#folder = await mkdtemp(path.join(os.tmpdir(), 'mateship-egress-'));
    execFileSync('chmod', ['0755', this.#folder]);
    const network = (name: string, subnet: string): Promise<string> => docker('network', 'create', '--internal', '--subnet', subnet, '--opt', 'com.docker.network.bridge.inhibit_ipv4=true', `${NAME}-${name}`);
    await network('public', PUBLIC.subnet);
    await network('private', PRIVATE.subnet);
    await network('app', APPS.subnet);
    await network('other', OTHER.subnet);
    await this.#node('public', ['--network', `${NAME}-public`, '--ip', PUBLIC.server], SERVER, 'public');
    await this.#node('private', ['--network', `${NAME}-private`, '--ip', PRIVATE.server], SERVER, 'private');
    await this.#node('names', ['--network', `${NAME}-public`, '--ip', PUBLIC.names], NAMES);
    await this.#node('app', ['--network', `${NAME}-app`, '--ip', APPS.app, '--dns', '127.0.0.1'], 'setInterval(() => undefined, 1000)');
    await this.#node('neighbour', ['--network', `${NAME}-other`, '--ip', OTHER.app, '--dns', '127.0.0.1'], 'setInterval(() => undefined, 1000)');
    await this.#proxy();
  }

  /** Replaces the rules as the updater does, and waits until the proxy says that they are in force. */
  async rules(lines: readonly string[], expected = 'New rules are in force'): Promise<void> {
    const before = (await this.output()).split(expected).length - 1;
    const file = path.join(this.#folder, 'rules.conf');
    // A file that says the same again would change nothing.
    const text = [`# ${++this.#version}`, ...lines].map((line) => `${line}\n`).join('');
    await writeFile(`${file}.new`, text, { mode: 0o644 });
    await rename(`${file}.new`, file);
    await this.#says(expected, before);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }

  attempt(target: string, { method = 'CONNECT', from = 'app' }: { method?: 'CONNECT' | 'GET'; from?: 'app' | 'neighbour' } = {}): Promise<Attempt> {
    const proxy = from === 'app' ? APPS.proxy : OTHER.proxy;
    return docker('exec', `${NAME}-${from}`, 'node', '-e', CLIENT, proxy, target, method).then((text) => JSON.parse(text) as Attempt);
  }

  async refusals(): Promise<Refusal[]> {
    const text = await docker('exec', `${NAME}-proxy`, 'cat', '/var/log/egress/refused.log');
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Refusal);
  }

  /** Names that the proxy asked the name server for. */
  async names(): Promise<string[]> {
    return (await docker('logs', `${NAME}-names`)).split('\n');
  }

  output(): Promise<string> {
    return docker('logs', `${NAME}-proxy`);
  }

  inProxy(...command: string[]): Promise<string> {
    return docker('exec', `${NAME}-proxy`, ...command);
  }

  async stop(): Promise<void> {
    await removeAll('container', ['proxy', 'app', 'neighbour', 'names', 'private', 'public'].map((name) => `${NAME}-${name}`));
    await removeAll('network', ['other', 'app', 'private', 'public'].map((name) => `${NAME}-${name}`));
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #node(name: string, options: string[], program: string, ...args: string[]): Promise<void> {
    await docker('run', '--detach', '--init', '--name', `${NAME}-${name}`, '--memory', '96m', ...options, NODE, 'node', '-e', program, ...args);
  }

  /** As docker-compose.core.yml runs it, with the folder of the rules in the place of a volume. */
  async #proxy(): Promise<void> {
    const locked = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--memory', '128m', '--pids-limit', '32', '--init', '--user', '10006:10006'];
    const folders = ['--tmpfs', '/run/squid:size=4m,mode=0700,uid=10006', '--tmpfs', '/tmp:size=4m', '--tmpfs', '/var/log/egress:size=8m,uid=10006', '--volume', `${this.#folder}:/run/egress:ro`];
    const config = ['--volume', `${ROOT}/deploy/egress-proxy:/etc/egress-proxy:ro`];
    await docker('create', '--name', `${NAME}-proxy`, '--network', `${NAME}-public`, '--dns', PUBLIC.names, ...locked, ...folders, ...config, 'mateship/egress-proxy:0.1.0');
    await docker('network', 'connect', `${NAME}-private`, `${NAME}-proxy`);
    await docker('network', 'connect', '--ip', APPS.proxy, `${NAME}-app`, `${NAME}-proxy`);
    await docker('network', 'connect', '--ip', OTHER.proxy, `${NAME}-other`, `${NAME}-proxy`);
    await docker('start', `${NAME}-proxy`);
    await this.#says('watches its rules', 0);
  }

  /** Waits until the proxy has said something more often than before. */
  async #says(expected: string, before: number): Promise<void> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 200))) {
      if ((await this.output()).split(expected).length - 1 > before) return;
    }
    throw new Error(`The proxy did not say "${expected}": ${(await this.output()).slice(-2000)}`);
  }
}
