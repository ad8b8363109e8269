import { z } from 'zod';
import type { App } from '../app/define-app.js';
import type { Skill } from './define-skill.js';

/** A JSON Schema (draft 2020-12) without its `$schema` line. */
export type JsonSchema = Record<string, unknown>;

/** What one skill takes and gives, as app.yaml states it. */
export interface SkillSchemas {
  input: JsonSchema;
  output: JsonSchema;
}

/** The schemas of all skills by id: the text for app.yaml. A streaming skill gives the data of each event by event name. */
export function skillSchemas(app: Pick<App, 'skills'>): Record<string, SkillSchemas> {
  return Object.fromEntries(app.skills.map((skill) => [skill.id, { input: toJson(skill.input, 'input'), output: toJson(outputOf(skill), 'output') }]));
}

function outputOf(skill: Skill): z.ZodType {
  if (skill.kind === 'answer') return skill.output;
  return z.object(Object.fromEntries(Object.entries(skill.events).map(([name, data]) => [name, data.optional()])));
}

function toJson(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { target: 'draft-2020-12', io }))) as JsonSchema;
  return rest;
}
