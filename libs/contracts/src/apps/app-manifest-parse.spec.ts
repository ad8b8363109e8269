import { DomainError } from '../errors/domain-error.js';
import { FORBIDDEN_SETTINGS } from './app-manifest-forbidden.js';
import { parseManifest } from './app-manifest-parse.js';

type Changes = Record<string, unknown>;

const aSkill = { id: 'extract', title: 'Extract', description: 'Reads text.', input: { type: 'object' }, output: { type: 'object' } };
const aManifest = (changes: Changes = {}) => ({ id: 'pdf', publisher: 'mateship', version: '1.2.3', name: 'PDF', description: 'Works with PDFs.', skills: [aSkill], ...changes });

/** Code and details with which a manifest is refused; null when it is taken. */
function refusal(manifest: unknown): { code: string; details: Record<string, unknown> } | null {
  try {
    parseManifest(manifest);
    return null;
  } catch (error) {
    const { code, details } = error as DomainError;
    return { code, details };
  }
}
const forbidden = (...settings: string[]) => ({ code: 'MANIFEST_FORBIDDEN', details: { settings } });

/** One way of asking for each forbidden setting, as it is found in the wild. */
const ATTEMPTS: Record<keyof typeof FORBIDDEN_SETTINGS, Changes> = {
  privileges: { privileged: true },
  engineSocket: { docker_socket: '/var/run/docker.sock' },
  network: { network_mode: 'host' },
  processNamespace: { pid: 'host' },
  ipcNamespace: { ipc: 'host' },
  utsNamespace: { uts: 'host' },
  userNamespace: { userns_mode: 'host' },
  cgroup: { cgroup_parent: '/' },
  capabilities: { cap_add: ['SYS_ADMIN'] },
  devices: { devices: ['/dev/sda:/dev/sda'] },
  security: { security_opt: ['seccomp:unconfined'] },
  mounts: { volumes: ['/:/host', '/var/run/docker.sock:/var/run/docker.sock'] },
  user: { user: '0:0' },
  rootFolder: { read_only: false },
  ports: { ports: ['0.0.0.0:22:22'] },
  command: { entrypoint: ['sh', '-c', 'id'] },
  environment: { environment: { NODE_OPTIONS: '--require=/data/x.js' } },
  kernel: { sysctls: { 'kernel.core_pattern': '|/x' } },
  ulimits: { ulimits: { nofile: -1 } },
  memory: { oom_kill_disable: true },
  restart: { restart: 'always' },
  runtime: { runtime: 'runc' },
  names: { extra_hosts: ['postgres:10.0.0.1'] },
  records: { logging: { driver: 'none' } },
  build: { build: '.' },
};

describe('the settings that no app may have', () => {
  it('are 25', () => {
    expect(Object.keys(FORBIDDEN_SETTINGS)).toHaveLength(25);
  });

  it.each(Object.entries(ATTEMPTS))('%s: refused at the top', (_setting, changes) => {
    expect(refusal(aManifest(changes))).toEqual(forbidden(...Object.keys(changes)));
  });

  it.each(Object.entries(ATTEMPTS))('%s: refused below resources and in a skill', (_setting, changes) => {
    const [key = ''] = Object.keys(changes);
    expect(refusal(aManifest({ resources: changes }))).toEqual(forbidden(`resources.${key}`));
    expect(refusal(aManifest({ skills: [{ ...aSkill, ...changes }] }))).toEqual(forbidden(`skills.0.${key}`));
  });

  it.each(Object.entries(FORBIDDEN_SETTINGS).flatMap(([setting, keys]) => keys.map((key) => [setting, key])))('%s: refused as %s', (_setting, key) => {
    const camel = key.replaceAll(/_(.)/g, (_all, letter: string) => letter.toUpperCase());
    for (const spelling of [key, camel, key.replaceAll('_', '-'), key.toUpperCase()]) expect(refusal(aManifest({ [spelling]: true }))?.code).toBe('MANIFEST_FORBIDDEN');
  });

  it('are named all at once, and before what is merely wrong', () => {
    expect(refusal(aManifest({ privileged: true, pid: 'host', version: 'x', colour: 'red' }))).toEqual(forbidden('privileged', 'pid'));
  });

  it('are words like others inside a schema of a skill', () => {
    const input = { type: 'object', properties: { user: { type: 'string' }, command: { type: 'string' } } };
    expect(parseManifest(aManifest({ skills: [{ ...aSkill, input }] })).skills[0]?.input).toEqual(input);
  });
});

describe('text for a shell, or that leaves its folder', () => {
  it.each([
    ['image', { image: 'node:24; rm -rf /' }],
    ['image', { image: '$(id)@sha256:00' }],
    ['image', { image: '--privileged' }],
    ['image', { image: 'a\nb' }],
    ['image', { image: '../../etc' }],
    ['id', { id: 'pdf`id`' }],
    ['version', { version: '1.0.0 --privileged' }],
    ['data.0.volume', { data: [{ volume: '/', backup: false }] }],
    ['data.0.volume', { data: [{ volume: '/var/run/docker.sock', backup: false }] }],
    ['data.0.volume', { data: [{ volume: 'x|y', backup: false }] }],
    ['permissions.secrets.0', { permissions: { secrets: ['../../etc/passwd'] } }],
    ['permissions.egress.0', { permissions: { egress: ['a.example:443\nhttp_access allow all'] } }],
    ['migrations.0', { migrations: ['a.sql && id'] }],
    ['health.path', { health: { path: '/live?$(id)' } }],
    ['skills.0.id', { skills: [{ ...aSkill, id: 'a;b' }] }],
  ])('is forbidden in %s: %j', (place, changes) => {
    expect(refusal(aManifest(changes))).toEqual(forbidden(place));
  });

  it('is ordinary text in a description', () => {
    expect(refusal(aManifest({ description: 'Reads PDFs; costs $1 & more.' }))).toBeNull();
  });
});

describe('a manifest that is merely wrong', () => {
  it.each([
    ['an unknown key', aManifest({ colour: 'red' }), [{ path: '', message: 'Unrecognized key: "colour"' }]],
    ['a wrong value', aManifest({ idle: 0 }), [{ path: 'idle', message: 'Too small: expected number to be >=1' }]],
  ])('is invalid, with the place: %s', (_what, manifest, fields) => {
    expect(refusal(manifest)).toEqual({ code: 'MANIFEST_INVALID', details: { fields } });
  });

  it.each([null, undefined, [], 'privileged: true', 7])('is invalid when it is %j', (value) => {
    expect(refusal(value)?.code).toBe('MANIFEST_INVALID');
  });

  it('is called by its name', () => {
    expect(() => parseManifest({}, 'apps/pdf/app.yaml')).toThrow(/apps\/pdf\/app\.yaml/);
  });
});

it('takes an image by digest and egress to the configured model providers', () => {
  const image = `registry.example:5000/apps/pdf@sha256:${'a'.repeat(64)}`;
  expect(parseManifest(aManifest({ image, permissions: { egress: ['model-providers'] } }))).toMatchObject({ image, permissions: { egress: ['model-providers'] } });
});
