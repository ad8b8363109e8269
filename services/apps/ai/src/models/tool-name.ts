import type { AiSkill } from '@mateship/contracts';

const SEPARATOR = '__';

/** The function name of a skill: OpenAI allows letters, digits, "_" and "-", at most 64; ids hold no "_". */
export function toolName(skill: Pick<AiSkill, 'app' | 'skill'>): string {
  return `${skill.app}${SEPARATOR}${skill.skill}`;
}

/** The granted skill behind a function name; undefined for names that a model made up. */
export function findTool(skills: readonly AiSkill[], name: string): AiSkill | undefined {
  return skills.find((skill) => toolName(skill) === name);
}
