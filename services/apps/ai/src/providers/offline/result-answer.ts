import type { AiSkill } from '@mateship/contracts';
import type { ToolResult } from '../../models/model-provider.js';
import { toolName } from '../../models/tool-name.js';
import { readFindings } from '../../retrieval/document.js';
import { clip } from '../../retrieval/sentences.js';
import { manualAnswer } from './manual-answer.js';
import { MANUAL } from './platform-question.js';
import type { Phrases } from './phrases.js';
import { escapeMarkdown, type Quoting } from './quoting.js';
import { searchAnswer } from './search-answer.js';

const MOST_FIELDS = 12;

/** Says what a skill answered: passages are quoted, anything else is listed field by field; null when it found nothing. */
export function answerFromResult(skill: AiSkill, result: ToolResult, question: string, phrases: Phrases, quoting: Quoting): string | null {
  const title = escapeMarkdown(skill.title);
  if (!result.ok) return phrases.failed(title, result.message);
  const findings = readFindings(result.output);
  if (findings && toolName(skill) === MANUAL) return manualAnswer(findings, question, phrases, quoting);
  if (findings) return searchAnswer(findings, { question, before: null }, phrases, quoting)?.text ?? phrases.notFound(title);
  return [phrases.result(title), '', ...fields(result.output)].join('\n');
}

function fields(output: unknown): string[] {
  if (typeof output !== 'object' || output === null) return [escapeMarkdown(clip(String(output), 2000))];
  return Object.entries(output)
    .slice(0, MOST_FIELDS)
    .map(([name, value]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(clip(typeof value === 'string' ? value : JSON.stringify(value), 500))}`);
}
