import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DomainError } from '@mateship/contracts';
import { z } from 'zod';
import { defineApp, defineSkill, defineStreamingSkill, skillSchemas, type App, type Skill, type SkillContext } from '../src/index.js';

/** An app of the given skills with a manifest of its own in a temp folder. */
export function appOf(skills: Skill[], permissions: object = {}, hooks: Pick<App, 'start' | 'stop'> = {}): App {
  const manifestFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'sdk-')), 'app.yaml');
  const app = defineApp({ manifestFile, skills, ...hooks });
  const schemas = skillSchemas(app);
  const described = skills.map(({ id, kind }) => ({ id, title: id, description: id, streaming: kind === 'stream', ...schemas[id], examples: ['do it'] }));
  const manifest = { id: 'fixture', publisher: 'mateship', version: '1.2.3', name: 'Fixture', description: 'For tests.', skills: described, permissions };
  fs.writeFileSync(manifestFile, JSON.stringify(manifest));
  return app;
}

/** A skill that hands its context to a piece of test code. */
export function skillWith(run: (context: SkillContext, text: string) => Promise<unknown>, id = 'run'): Skill {
  const input = z.strictObject({ text: z.string().max(20).default('none') });
  return defineSkill({ id, input, output: z.object({ result: z.unknown() }), run: async ({ text }, context) => ({ result: await run(context, text) }) });
}

/** A streaming skill whose events come from a piece of test code. */
export function streamWith(events: (context: SkillContext) => AsyncIterable<{ event: string; data: unknown }>, id = 'events'): Skill {
  const known = { delta: z.object({ text: z.string() }), done: z.object({}) };
  const run = (_: object, context: SkillContext) => events(context) as AsyncIterable<never>;
  return defineStreamingSkill({ id, input: z.strictObject({}), events: known, run });
}

/** The code of the DomainError that a promise rejects with. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
}
