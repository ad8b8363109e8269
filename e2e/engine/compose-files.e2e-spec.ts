import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { SECCOMP_FILE } from '@mateship/fleet';
import { type ComposeConfig, type ComposeService, resolveCompose } from './support/compose-config.js';
import { engineSuite, ROOT } from './support/engine.js';

const CORE = 'docker-compose.core.yml';
const APPS = 'docker-compose.apps.yml';
const STORE = 'docker-compose.app-store.yml';
const PROVIDERS = 'docker-compose.providers.yml';
const TLS = 'deploy/caddy/docker-compose.tls.yml';
const VAULT = 'deploy/vault/docker-compose.vault.yml';
const DOMAIN = { MATESHIP_DOMAIN: 'mates.example.org' };
const COMBINATIONS = [[CORE], [CORE, APPS], [CORE, APPS, TLS], [CORE, APPS, STORE], [CORE, APPS, PROVIDERS], [CORE, VAULT], [CORE, APPS, STORE, PROVIDERS, TLS, VAULT], [STORE], [PROVIDERS]];

/** An exact version or a digest: `17.11-trixie`, `2.8.3`, `0.1.0`, a date. */
const PINNED = /(:v?\d+\.\d+(\.\d+)*([.-][\w.-]+)?|@sha256:[0-9a-f]{64})$/;
const SECRET_NAME = /(password|secret|token|key|credential)s?$/i;
/** 32 random bytes in hex, base64 or base64url. */
const RANDOM = /(?<![\w/.+-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{43,}={0,2}(?![\w/.+-])/;

engineSuite('the compose files', () => {
  let everything: ComposeConfig;
  let core: ComposeConfig;
  const services = (): [string, ComposeService][] => Object.entries(everything.services);
  const failing = (check: (service: ComposeService, name: string) => boolean): string[] => services().filter(([name, service]) => !check(service, name)).map(([name]) => name);

  beforeAll(async () => {
    core = await resolveCompose([CORE, APPS]);
    everything = await resolveCompose([CORE, APPS, STORE, PROVIDERS, TLS, VAULT], DOMAIN);
  });

  it.each(COMBINATIONS.map((files) => [files.join(' + '), files] as const))('%s is valid', async (_name, files) => {
    const config = await resolveCompose(files, DOMAIN);
    expect(Object.keys(config.services).length).toBeGreaterThan(0);
    expect(config.name).toBe('mateship');
  });

  it('start nothing of the providers unless a profile is named', async () => {
    const { services: providers } = await resolveCompose([PROVIDERS]);
    expect(Object.keys(providers).sort()).toEqual(['mosquitto', 'moto', 'ollama', 'piper', 'radicale', 'searxng', 'vosk']);
    for (const [name, { profiles }] of Object.entries(providers)) expect(profiles).toEqual([name]);
  });

  it('are joined by .env.example, which holds no secret', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mateship-compose-'));
    try {
      for (const name of [CORE, APPS]) await cp(path.join(ROOT, name), path.join(folder, name));
      await cp(path.join(ROOT, '.env.example'), path.join(folder, '.env'));
      const env = { PATH: process.env.PATH, HOME: process.env.HOME };
      const joined = execFileSync('docker', ['compose', 'config', '--services'], { cwd: folder, env, encoding: 'utf8' }).trim().split('\n');
      expect(joined.sort()).toEqual(Object.keys(core.services).sort());
    } finally {
      await rm(folder, { recursive: true });
    }
    const lines = (await readFile(path.join(ROOT, '.env.example'), 'utf8')).split('\n').filter((line) => /^[A-Z]/.test(line));
    expect(lines.filter((line) => SECRET_NAME.test(line.split('=')[0] ?? ''))).toEqual([]);
  });

  it('pin every image', () => {
    expect(failing(({ image }) => PINNED.test(image ?? ''))).toEqual([]);
  });

  it('limit memory without swap, processors and processes of every container', () => {
    expect(failing((service) => Number(service.mem_limit) > 0 && service.memswap_limit === service.mem_limit && (Number(service.cpus) > 0 || Number(service.cpu_quota) > 0) && Number(service.pids_limit) > 0)).toEqual([]);
  });

  it('limit the log of every container', () => {
    expect(failing(({ logging }) => logging?.driver === 'json-file' && logging.options?.['max-size'] === '5m' && logging.options['max-file'] === '2')).toEqual([]);
  });

  it('lock every container: no capability but what an entrypoint needs, no new privileges, a root that cannot be written', () => {
    expect(failing(({ cap_drop, read_only }) => cap_drop?.join() === 'ALL' && read_only === true)).toEqual([]);
    expect(failing(({ security_opt }, name) => security_opt?.join() === ['no-new-privileges:true', ...(name.startsWith('app-') ? [`seccomp:${SECCOMP_FILE}`] : [])].join())).toEqual([]);
    expect(failing(({ privileged, pid, ipc, network_mode }) => !privileged && pid === undefined && ipc === undefined && (network_mode === undefined || network_mode === 'none'))).toEqual([]);
    const added = Object.fromEntries(services().flatMap(([name, { cap_add }]) => (cap_add ? [[name, [...cap_add].sort()]] : [])));
    expect(added).toEqual({
      setup: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID'],
      postgres: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
      'setup-openbao': ['CHOWN', 'DAC_OVERRIDE'],
      'setup-registry': ['CHOWN', 'FOWNER'],
      searxng: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
    });
  });

  it('run as root only what has to', () => {
    const isRoot = ({ user }: ComposeService): boolean => user === undefined || /^0(:|$)/.test(user);
    const roots = services().filter(([, service]) => isRoot(service)).map(([name]) => name);
    // Piper's and Ollama's images know no other user; without a capability root may do what any user may.
    expect(roots.sort()).toEqual(['engine-broker', 'ollama', 'piper', 'postgres', 'searxng', 'setup', 'setup-database', 'setup-database-logins', 'setup-openbao', 'setup-registry']);
  });

  it('publish nothing but Caddy and providers, and those on loopback', () => {
    const published = services().filter(([, { ports }]) => ports?.length).map(([name]) => name);
    expect(published.sort()).toEqual(['mosquitto', 'moto', 'ollama', 'piper', 'radicale', 'searxng', 'vosk', 'web-app']);
    expect(failing(({ ports }) => (ports ?? []).every((port) => port.host_ip === '127.0.0.1'))).toEqual([]);
    expect(Object.entries(core.services).flatMap(([name, { ports }]) => (ports ?? []).map((port) => [name, port.target]))).toEqual([['web-app', 8080]]);
  });

  it('give the socket of the Engine to the broker alone, which is on no network', () => {
    const holders = services().filter(([, { volumes }]) => volumes?.some(({ source, target }) => `${source} ${target}`.includes('docker.sock')));
    expect(holders.map(([name, { network_mode }]) => [name, network_mode])).toEqual([['engine-broker', 'none']]);
  });

  it('give every volume of secrets to its one consumer, and that of the superuser of PostgreSQL to both who administer it, for reading only', () => {
    const mounts = services().flatMap(([name, { volumes }]) => (volumes ?? []).filter(({ source }) => source?.startsWith('secrets-')).map((mount) => ({ name, ...mount })));
    const readers = mounts.filter(({ name }) => name !== 'setup');
    expect(readers.filter(({ read_only, target }) => !read_only || target !== '/run/secrets')).toEqual([]);
    expect(readers.map(({ name, source }) => `${name} ${source}`).sort()).toEqual(
      ['engine-broker secrets-broker', 'setup-database-logins secrets-setup-database', ...['gateway', 'postgres', 'redis', 'setup-database', 'updater', 'vault'].map((name) => `${name} secrets-${name}`)].sort(),
    );
  });

  it('hold no secret in environments and command lines', async () => {
    const named = services().flatMap(([name, { environment }]) => Object.entries(environment ?? {}).filter(([key, value]) => SECRET_NAME.test(key) && value).map(([key]) => `${name} ${key}`));
    expect(named).toEqual([]);
    expect(failing(({ environment, command, entrypoint }) => !RANDOM.test(JSON.stringify([environment, command, entrypoint])))).toEqual([]);
    for (const file of [CORE, APPS, STORE, PROVIDERS, TLS, VAULT, '.env.example']) expect(RANDOM.exec(await readFile(path.join(ROOT, file), 'utf8'))?.[0]).toBeUndefined();
  });

  it('know a secret when they see one', () => {
    expect(RANDOM.test('MATESHIP_X=msi_l1FKHkvBT6melpm8mqTk9Qda2yEMRUvSIueIfLBjGI0')).toBe(true);
    expect(RANDOM.test('/run/secrets/database-url and docker-compose.core.yml')).toBe(false);
  });

  it('wait in the order of the platform, and only for what can tell that it is ready', () => {
    for (const { depends_on } of Object.values(everything.services)) {
      for (const [name, { condition }] of Object.entries(depends_on ?? {})) {
        if (condition === 'service_healthy') expect([name, everything.services[name]?.healthcheck?.test.length]).toEqual([name, expect.any(Number)]);
        if (condition === 'service_completed_successfully') expect([name, everything.services[name]?.restart]).toEqual([name, 'no']);
      }
    }
    const before = (name: string): string[] => Object.keys(everything.services[name]?.depends_on ?? {}).flatMap((other) => [other, ...before(other)]);
    const order = ['setup', 'postgres', 'setup-database', 'vault', 'gateway', 'web-app'];
    order.forEach((name, index) => expect(before(name)).toEqual(expect.arrayContaining(order.slice(0, index))));
    expect(before('setup-database-logins')).toEqual(expect.arrayContaining(['openbao', 'setup-openbao', 'postgres', 'setup-database']));
    for (const name of ['gateway', 'vault']) expect(before(name)).toContain('setup-database-logins');
  });

  it('start again what ended, but one-shots and apps', () => {
    const once = services().filter(([, { restart }]) => restart === 'no').map(([name]) => name);
    expect(once.filter((name) => !name.startsWith('app-')).sort()).toEqual(['setup', 'setup-database', 'setup-database-logins', 'setup-openbao', 'setup-registry']);
    expect(failing(({ restart }) => restart === 'no' || restart === 'unless-stopped')).toEqual([]);
  });

  it('put everybody on the networks they need, and on no other', () => {
    const members = (network: string): string[] => services().filter(([, service]) => service.networks && network in service.networks).map(([name]) => name).sort();
    const shared = Object.keys(everything.networks).filter((name) => !name.startsWith('app-'));
    expect(Object.fromEntries(shared.map((name) => [name, members(name)]))).toMatchObject({
      database: ['gateway', 'openbao', 'postgres', 'setup-database', 'setup-database-logins', 'vault'],
      cache: ['gateway', 'redis'],
      keys: ['gateway', 'vault'],
      control: ['gateway', 'updater'],
      edge: ['web-app'],
      egress: ['egress-proxy'],
      registry: ['registry'],
      secrets: ['gateway', 'openbao', 'setup-database-logins', 'setup-openbao', 'vault'],
    });
    for (const [name, network] of Object.entries(everything.networks)) {
      const open = ['edge', 'egress', 'providers'].includes(name);
      expect([name, network.internal ?? false, network.driver_opts?.['com.docker.network.bridge.inhibit_ipv4']]).toEqual([name, !open, open ? undefined : 'true']);
    }
  });

  it.each(['gateway', 'vault'])('tell %s to log in to its database with what OpenBao lends, and give it the files of its own role alone', (name) => {
    const { environment, volumes } = everything.services[name] ?? {};
    const prefix = `MATESHIP_${name.toUpperCase()}_DATABASE_LOGIN_`;
    const told = Object.entries(environment ?? {}).filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
    expect(Object.fromEntries(told)).toEqual({
      KIND: 'vault',
      ADDRESS: 'http://openbao:8200',
      ROLE: `mateship-${name}`,
      ROLE_ID_FILE: '/run/role/role-id',
      SECRET_ID_FILE: '/run/role/secret-id',
      FIRST_SECRET_ID_FILE: '/run/role/first-secret-id',
    });
    expect((volumes ?? []).filter(({ source }) => source?.startsWith('role-')).map(({ source, target, read_only }) => [source, target, read_only ?? false])).toEqual([[`role-${name}`, '/run/role', false]]);
  });

  it('show the token of an administrator to whoever prepares OpenBao, and nobody else', () => {
    const holders = services().flatMap(([name, { volumes }]) => (volumes ?? []).filter(({ source }) => source === 'openbao-admin').map(({ read_only }) => [name, read_only ?? false]));
    expect(Object.fromEntries(holders)).toEqual({ 'setup-openbao': false, 'setup-database-logins': true });
  });

  it('give every network a range of its own below the prefix', async () => {
    const moved = await resolveCompose([CORE, APPS, STORE, PROVIDERS], { MATESHIP_NETWORK_PREFIX: '10.99' });
    const ranges = Object.values(moved.networks).map((network) => network.ipam?.config?.[0]?.subnet ?? '');
    expect(new Set(ranges).size).toBe(ranges.length);
    expect(ranges.filter((range) => !/^10\.99\.\d+\.\d+\/(28|29)$/.test(range))).toEqual([]);
  });
});

/** A policy as the gateway's source lists it, part by part. */
function policyIn(source: string, name: string): string {
  const parts = new RegExp(`${name} = \\[([^\\]]+)\\]`).exec(source)?.[1] ?? '';
  return [...parts.matchAll(/"([^"]+)"/g)].map(([, part]) => part).join(';');
}

describe('the Caddyfile', () => {
  it('sends the security headers of the gateway', async () => {
    const source = await readFile(path.join(ROOT, 'services/gateway/src/web/security-headers.ts'), 'utf8');
    const [common = ''] = source.split('SHARE_PAGE_HEADERS');
    const expected = new Map([...common.matchAll(/'([a-z-]+)': '([^']+)'/g)].map(([, name, value]) => [name, value]));
    expected.set('content-security-policy', policyIn(source, 'CONTENT_SECURITY_POLICY'));
    expected.delete('strict-transport-security');
    expect(expected.size).toBeGreaterThan(9);
    const caddyfile = await readFile(path.join(ROOT, 'deploy/caddy/Caddyfile'), 'utf8');
    const sent = new Map([...caddyfile.matchAll(/^\t(?:header |\t)\?([A-Za-z-]+) (?:"([^"]+)"|(\S+))$/gm)].map(([, name, quoted, plain]) => [name?.toLowerCase(), quoted ?? plain]));
    expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(expected));
    const policies = [...caddyfile.matchAll(/^\t+header Content-Security-Policy "([^"]+)"$/gm)].map(([, value]) => value);
    const ofPage = expected.get('content-security-policy')?.replace("style-src 'self'", "style-src 'self' 'nonce-{http.request.uuid}'");
    expect(policies).toEqual([policyIn(source, 'SHARE_PAGE_POLICY'), ofPage]);
    const hsts = /'strict-transport-security': '([^']+)'/.exec(source)?.[1];
    expect(caddyfile.match(/Strict-Transport-Security "([^"]+)"/g)).toEqual(Array.from({ length: 2 }, () => `Strict-Transport-Security "${hsts}"`));
  });

  it('allows nothing inline but style elements with the nonce of the page, and no frame', async () => {
    const caddyfile = await readFile(path.join(ROOT, 'deploy/caddy/Caddyfile'), 'utf8');
    expect(caddyfile).not.toMatch(/unsafe-/);
    expect(caddyfile.match(/'nonce-[^']+'/g)).toEqual(["'nonce-{http.request.uuid}'"]);
    expect(caddyfile).toMatch(/script-src 'self';/);
    expect(caddyfile).toMatch(/frame-ancestors 'none'/);
  });
});
