import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config.errors.js';
import { loadConfig } from './load-config.js';

const Schema = z.strictObject({
  listen: z.strictObject({ public: z.string(), internal: z.string().optional() }),
  databaseUrl: z.string().min(5),
  keyFile: z.string().optional(),
  pool: z.int().default(4),
  logLevel: z.enum(['info', 'debug']).default('info'),
  verbose: z.boolean().default(false),
  pin: z.string().nullable().optional(),
  models: z.array(z.strictObject({ id: z.string() })).default([]),
});
const MINIMUM = { MATESHIP_GATEWAY_LISTEN_PUBLIC: '127.0.0.1:0', MATESHIP_GATEWAY_DATABASE_URL: 'postgres://a' };

function file(text: string): string {
  const name = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'kit-')), 'file');
  fs.writeFileSync(name, text);
  return name;
}

function problems(env: Record<string, string>, yaml?: string): readonly string[] {
  try {
    loadConfig(Schema, { section: 'gateway', env, file: yaml === undefined ? undefined : file(yaml) });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

it('reads the section, with shared keys under it and the environment over it', () => {
  const yaml = 'shared: { logLevel: debug, pool: 7, unknownHere: 1 }\ngateway: { pool: 8, listen: { public: "a:1", internal: "b:2" }, databaseUrl: from-file }';
  const env = { MATESHIP_GATEWAY_LISTEN_PUBLIC: 'c:3', OTHER: 'x' };
  expect(loadConfig(Schema, { section: 'gateway', env, file: file(yaml) })).toMatchObject({
    listen: { public: 'c:3', internal: 'b:2' },
    databaseUrl: 'from-file',
    pool: 8,
    logLevel: 'debug',
  });
});

it('reads numbers, booleans and lists from variables, and leaves text as text', () => {
  const env = { ...MINIMUM, MATESHIP_GATEWAY_POOL: '9', MATESHIP_GATEWAY_VERBOSE: 'true', MATESHIP_GATEWAY_PIN: '0123', MATESHIP_GATEWAY_MODELS: '[{"id":"a"}]' };
  expect(loadConfig(Schema, { section: 'gateway', env })).toMatchObject({ pool: 9, verbose: true, pin: '0123', models: [{ id: 'a' }] });
});

it('reads a secret from the file that its variable names, trimmed', () => {
  const env = { MATESHIP_GATEWAY_LISTEN_PUBLIC: 'a:1', MATESHIP_GATEWAY_DATABASE_URL_FILE: file('postgres://secret\n') };
  expect(loadConfig(Schema, { section: 'gateway', env }).databaseUrl).toBe('postgres://secret');
});

it('sets the keys of every variant of a union by variables, secrets as files', () => {
  const Store = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('folder') }), z.strictObject({ kind: z.literal('s3'), secretKey: z.string() })]);
  const schema = z.strictObject({ store: Store.default({ kind: 'folder' }) });
  const env = { MATESHIP_A_STORE_KIND: 's3', MATESHIP_A_STORE_SECRET_KEY_FILE: file('hidden\n') };
  expect(loadConfig(schema, { section: 'a', env })).toEqual({ store: { kind: 's3', secretKey: 'hidden' } });
  expect(loadConfig(schema, { section: 'a', env: {} })).toEqual({ store: { kind: 'folder' } });
});

it('takes a key that is itself called File as a name, not as content', () => {
  const env = { ...MINIMUM, MATESHIP_GATEWAY_KEY_FILE: '/keys/vault.json' };
  expect(loadConfig(Schema, { section: 'gateway', env }).keyFile).toBe('/keys/vault.json');
});

it('reports every problem at once', () => {
  const found = problems({ MATESHIP_GATEWAY_POOL: 'many', MATESHIP_GATEWAY_PORT: '1', MATESHIP_GATEWAY_DATABASE_URL_FILE: '/absent' }, 'gateway: { colour: red, verbose: 3 }');
  const text = found.join('\n');
  for (const part of ['gateway.listen', 'gateway.pool (MATESHIP_GATEWAY_POOL)', 'MATESHIP_GATEWAY_PORT: there is no such setting', 'ENOENT', '"colour"', 'gateway.verbose']) {
    expect(text).toContain(part);
  }
});

it('never repeats a value', () => {
  expect(problems({ ...MINIMUM, MATESHIP_GATEWAY_DATABASE_URL: 'pw12' }).join()).not.toContain('pw12');
});

it.each([
  ['is not YAML', 'gateway: [', 'file'],
  ['holds a list for the section', 'gateway: [1]', 'gateway: must hold settings by name'],
])('reports a file that %s', (_name, yaml, part) => {
  expect(problems(MINIMUM, yaml).join()).toContain(part);
});

it('reports a configuration file that was named but is not there', () => {
  expect(() => loadConfig(Schema, { section: 'gateway', env: MINIMUM, file: '/absent/mateship.yaml' })).toThrow('/absent/mateship.yaml');
});

it('names the variables of a section with a hyphen', () => {
  const env = { MATESHIP_APP_STORE_LISTEN_PUBLIC: 'a:1', MATESHIP_APP_STORE_DATABASE_URL: 'postgres://a' };
  expect(loadConfig(Schema, { section: 'app-store', env }).listen.public).toBe('a:1');
});
