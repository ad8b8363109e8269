import fs from 'node:fs';
import { AppManifest } from '@mateship/contracts';
import { ConfigError } from '@mateship/service-kit';
import { stringify } from 'yaml';
import { z } from 'zod';
import { appOf, skillWith, streamWith } from '../../test/fixture-app.js';
import { defineApp } from './define-app.js';
import { createApp } from './create-app.js';
import { loadManifest } from './manifest.js';
import { defineSkill, defineStreamingSkill } from '../skills/define-skill.js';
import { skillSchemas } from '../skills/skill-schemas.js';

function problemsOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof ConfigError ? error.problems.join('\n') : String(error);
  }
}

const a = skillWith(async () => 1, 'a');

it('loads a manifest that fits', () => {
  expect(loadManifest(appOf([a]))).toMatchObject({ id: 'fixture', resources: { memory: 256 } });
});

it('reads a manifest the same whether it is written as JSON, as bundles carry it, or as YAML', () => {
  const app = appOf([a]);
  const fromJson = loadManifest(app);
  fs.writeFileSync(app.manifestFile, stringify(JSON.parse(fs.readFileSync(app.manifestFile, 'utf8'))));
  expect(() => JSON.parse(fs.readFileSync(app.manifestFile, 'utf8')) as unknown).toThrow(SyntaxError);
  expect(loadManifest(app)).toEqual(fromJson);
});

it('refuses a manifest that is neither', () => {
  const app = appOf([a]);
  fs.writeFileSync(app.manifestFile, '{ "id": "fixture", ');
  expect(problemsOf(() => loadManifest(app))).toContain(app.manifestFile);
});

it('tells of skills that only one side knows and of streaming that does not agree', () => {
  const app = appOf([a, skillWith(async () => 1, 'b')]);
  const other = { ...app, skills: [streamWith(async function* () {}, 'a'), skillWith(async () => 1, 'c')] };
  const problems = problemsOf(() => loadManifest(other));
  expect(problems).toContain('skill b is declared but not defined');
  expect(problems).toContain('skill c is defined but not declared');
  expect(problems).toContain('skill a: streaming does not agree');
});

it('tells of unknown keys and of a file that is not there', () => {
  const app = appOf([a]);
  fs.writeFileSync(app.manifestFile, fs.readFileSync(app.manifestFile, 'utf8').replace('"publisher"', '"ports":[80],"publisher"'));
  expect(problemsOf(() => loadManifest(app))).toContain('asks for settings that no app may have: ports');
  expect(problemsOf(() => loadManifest(defineApp({ manifestFile: 'absent.yaml', skills: [a] })))).toContain('ENOENT');
});

it('does not start under the name of another app', async () => {
  const environment = { id: 'other', listen: '127.0.0.1:0', gateway: null, secret: null, secretsFolder: null, dataFolder: null };
  await expect(createApp(appOf([a]), environment)).rejects.toThrow('started as other');
});

describe('schemas of skills', () => {
  const run = () => Promise.reject(new Error('unused'));

  it('state input as callers send it and output as they get it', () => {
    const skill = defineSkill({ id: 's', input: z.strictObject({ limit: z.int().min(1).default(5) }), output: z.object({ limit: z.int().default(1) }), run });
    const { s } = skillSchemas({ skills: [skill] });
    expect(s?.input).toEqual({
      type: 'object',
      properties: { limit: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 5 } },
      additionalProperties: false,
    });
    expect(s?.output).toMatchObject({ required: ['limit'] });
    expect(JSON.stringify(s)).not.toContain('$schema');
  });

  it('state the events of a stream by name', () => {
    const skill = defineStreamingSkill({ id: 's', input: z.object({}), events: { delta: z.object({ text: z.string() }) }, run: async function* () {} });
    expect(skillSchemas({ skills: [skill] }).s?.output).toMatchObject({ type: 'object', properties: { delta: { properties: { text: { type: 'string' } } } } });
  });

  it('are what a manifest accepts', () => {
    const app = appOf([a, streamWith(async function* () {}, 'b')]);
    expect(AppManifest.safeParse(JSON.parse(fs.readFileSync(app.manifestFile, 'utf8'))).success).toBe(true);
  });
});
