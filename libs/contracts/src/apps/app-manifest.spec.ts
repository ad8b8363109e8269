import { AppManifest } from './app-manifest.js';

type Changes = Record<string, unknown>;

const aSkill = (changes: Changes = {}) => ({ id: 'extract', title: 'Extract', description: 'Reads text.', input: { type: 'object' }, output: { type: 'object' }, ...changes });
const aManifest = (changes: Changes = {}) => ({ id: 'pdf', publisher: 'mateship', version: '1.2.3', name: 'PDF', description: 'Works with PDFs.', skills: [aSkill()], ...changes });
/** Where the manifest is wrong, as paths; empty when it is valid. */
const faults = (manifest: unknown) => AppManifest.safeParse(manifest).error?.issues.map((issue) => issue.path.join('.')) ?? [];

describe('a manifest with the least it needs', () => {
  const parsed = AppManifest.parse(aManifest());

  it('may reach nothing, keep nothing and call nothing', () => {
    expect(parsed.permissions).toEqual({ egress: [], storage: false, files: 'none', secrets: [], skills: [], models: [] });
  });

  it('gets one core, 256 MiB, no add-ons and no workers', () => {
    expect(parsed.resources).toEqual({ cpu: 1, memory: 256, pids: 64, nativeAddons: false, workers: false });
  });

  it('sleeps after five minutes and is asked for its health at /health/live', () => {
    expect([parsed.idle, parsed.health.path]).toEqual([300, '/health/live']);
  });

  it('has skills that are free, take 30 seconds, answer once and promise nothing', () => {
    expect(parsed.skills[0]).toMatchObject({ price: 0, timeout: 30, streaming: false, tool: true, examples: [] });
    expect(parsed.skills[0]?.hints).toEqual({ readOnly: false, destructive: false, idempotent: false, openWorld: false });
  });

  it('shares no default with another manifest', () => {
    AppManifest.parse(aManifest()).permissions.egress.push('evil.example:443');
    expect(AppManifest.parse(aManifest()).permissions.egress).toEqual([]);
  });

  it.each(['id', 'publisher', 'version', 'name', 'description', 'skills'])('is refused without %s', (name) => {
    expect(faults(aManifest({ [name]: undefined }))).toEqual([name]);
  });

  it.each(['id', 'title', 'description', 'input', 'output'])('is refused with a skill without %s', (name) => {
    expect(faults(aManifest({ skills: [aSkill({ [name]: undefined })] }))).toEqual([`skills.0.${name}`]);
  });
});

describe('an unknown key is refused', () => {
  it.each([
    ['at the top', { privileged: true }],
    ['in a skill', { skills: [aSkill({ cost: 5 })] }],
    ['in hints', { skills: [aSkill({ hints: { safe: true } })] }],
    ['in permissions', { permissions: { network: true } }],
    ['in resources', { resources: { ram: 64 } }],
    ['in a volume', { data: [{ volume: 'v', backup: true, size: 1 }] }],
    ['in health', { health: { port: 80 } }],
    ['in requires', { requires: { node: '>=1' } }],
  ])('%s', (_where, changes) => {
    const result = AppManifest.safeParse(aManifest(changes));
    expect(result.error?.issues.map((issue) => issue.code)).toEqual(['unrecognized_keys']);
  });
});

describe('limits', () => {
  const resources = (changes: Changes) => aManifest({ resources: changes });
  const skill = (changes: Changes) => aManifest({ skills: [aSkill(changes)] });

  it.each([
    ['cpu', 0.1, 8],
    ['memory', 64, 8192],
    ['pids', 8, 1024],
  ])('of %s are %d and %d, both included', (name, least, most) => {
    for (const value of [least, most]) expect(faults(resources({ [name]: value }))).toEqual([]);
    for (const value of [least - 0.1, most + 1, -1, Number.NaN, Infinity, String(least), null]) expect(faults(resources({ [name]: value }))).toEqual([`resources.${name}`]);
  });

  it.each([
    ['timeout', 1, 600],
    ['price', 0, Number.MAX_SAFE_INTEGER],
  ])('of a skill’s %s are %d and %d, whole numbers only', (name, least, most) => {
    for (const value of [least, most]) expect(faults(skill({ [name]: value }))).toEqual([]);
    for (const value of [least - 1, most + 1, least + 0.5, `${least}`]) expect(faults(skill({ [name]: value }))[0]).toBe(`skills.0.${name}`);
  });

  it('of idle are one second and one day', () => {
    for (const idle of [1, 86_400]) expect(faults(aManifest({ idle }))).toEqual([]);
    for (const idle of [0, 86_401, 1.5]) expect(faults(aManifest({ idle }))).toEqual(['idle']);
  });

  it('of the number of skills are 1 and 64', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => aSkill({ id: `s${index}` }));
    expect(faults(aManifest({ skills: many(64) }))).toEqual([]);
    expect(faults(aManifest({ skills: [] }))).toEqual(['skills']);
    expect(faults(aManifest({ skills: many(65) }))).toEqual(['skills']);
  });

  it('of texts keep a list readable', () => {
    expect(faults(aManifest({ name: 'x'.repeat(61), description: 'x'.repeat(501) }))).toEqual(['name', 'description']);
    expect(faults(skill({ title: 'x'.repeat(81), description: '', examples: ['x'.repeat(301)] }))).toEqual(['skills.0.title', 'skills.0.description', 'skills.0.examples.0']);
  });
});

describe('names', () => {
  it.each(['a', 'pdf', 'my-app-2', 'a'.repeat(40)])('%s is an id', (id) => {
    expect(faults(aManifest({ id }))).toEqual([]);
  });

  it.each(['', 'PDF', '2pdf', '-a', 'a'.repeat(41), 'a_b', 'a/b', '../etc', 'a b', 'a\n', 'ä', 'a\u0000', 7, null])('%j is none', (id) => {
    expect(faults(aManifest({ id }))).toEqual(['id']);
    expect(faults(aManifest({ skills: [aSkill({ id })] }))).toEqual(['skills.0.id']);
  });

  it.each(['1', '1.2', 'v1.2.3', '1.2.3-beta', '1.2.3\n', '1..3', 1])('%j is no version', (version) => {
    expect(faults(aManifest({ version }))).toEqual(['version']);
  });

  it('are given to one skill each', () => {
    const result = AppManifest.safeParse(aManifest({ skills: [aSkill(), aSkill({ id: 'other' }), aSkill(), aSkill()] }));
    expect(result.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['skills.2.id', 'is used twice'],
      ['skills.3.id', 'is used twice'],
    ]);
  });
});

describe('permissions', () => {
  it.each(['api.example.com:443', '127.0.0.1:11434', 'localhost:1'])('may name the address %s', (address) => {
    expect(faults(aManifest({ permissions: { egress: [address] } }))).toEqual([]);
  });

  it.each(['*', '*:443', 'api.example.com', 'https://api.example.com:443', 'API.example.com:443', 'a:443/path', 'a:123456', ':443', 'a:443\nb:1', ''])('may not name %j as an address', (address) => {
    expect(faults(aManifest({ permissions: { egress: [address] } }))).toEqual(['permissions.egress.0']);
  });

  it.each(['all', true, 'READ', null])('to files are never %j', (files) => {
    expect(faults(aManifest({ permissions: { files } }))).toEqual(['permissions.files']);
  });

  it.each(['../../etc/passwd', 'A', 'a/b'])('to secrets cannot leave their folder by the name %j', (secret) => {
    expect(faults(aManifest({ permissions: { secrets: [secret] } }))).toEqual(['permissions.secrets.0']);
  });
});

describe('skill schemas', () => {
  it.each([{}, { type: 'array' }, { type: 'string' }, { anyOf: [] }, [], 'object', null])('%j describes no object', (schema) => {
    expect(faults(aManifest({ skills: [aSkill({ input: schema, output: schema })] }))).toEqual(['skills.0.input', 'skills.0.output']);
  });

  it('stay as they are written', () => {
    const input = { type: 'object', properties: { page: { type: 'integer', minimum: 1 } }, required: ['page'], additionalProperties: false };
    expect(AppManifest.parse(aManifest({ skills: [aSkill({ input })] })).skills[0]?.input).toEqual(input);
  });
});

describe('what is no manifest at all', () => {
  it.each([null, undefined, [], 'id: pdf', 1, true])('%j is refused', (value) => {
    expect(AppManifest.safeParse(value).success).toBe(false);
  });

  it('does not reach the prototype of anything', () => {
    const hostile: unknown = JSON.parse(`{ "__proto__": { "polluted": true }, ${JSON.stringify(aManifest()).slice(1)}`);
    AppManifest.safeParse(hostile);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
