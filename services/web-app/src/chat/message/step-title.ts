import type { SkillSummary, ToolStep } from '@mateship/contracts';

const KNOWN = ['pdf_extract', 'pdf_screenshot', 'support_search'] as const;

/** Our own words for a skill, where there are any. */
export function knownStep({ app, skill }: Pick<ToolStep, 'app' | 'skill'>): `step.${(typeof KNOWN)[number]}` | null {
  const known = KNOWN.find((key) => key === `${app}_${skill}`);
  return known ? `step.${known}` : null;
}

/** The title that its app gives a skill, else its plain name. */
export function titleOf({ app, skill }: Pick<ToolStep, 'app' | 'skill'>, skills: readonly Pick<SkillSummary, 'app' | 'id' | 'title'>[] | undefined): string {
  return skills?.find((known) => known.app === app && known.id === skill)?.title ?? `${app} / ${skill}`;
}
