import { randomUUID } from 'node:crypto';
import type { AiSkill } from '@mateship/contracts';
import type { Asked } from '../../documents/file-context.js';
import type { ModelRequest, ToolCall, ToolResult, Turn } from '../../models/model-provider.js';
import { findTool, toolName } from '../../models/tool-name.js';
import { looksGerman } from '../../retrieval/terms.js';
import { answerFromFiles } from './file-answer.js';
import { readFileQuestion } from './file-question.js';
import { fillInput } from './fill-input.js';
import type { Intent, IntentClassifier } from './intent-classifier.js';
import { mayBeInManual, namesPlatform } from './platform-question.js';
import { phrasesFor } from './phrases.js';
import { Quoting } from './quoting.js';
import { answerFromResult } from './result-answer.js';

/** What the assistant does next: run a skill, or answer. */
export type Step = { call: ToolCall } | { text: string };

const SURE = 0.75;
const SURE_BESIDE_FILES = 0.85;
const READER = 'pdf__extract';
const MANUAL = 'support__search';

export async function decide(request: ModelRequest, classifier: IntentClassifier): Promise<Step> {
  const { asked, results } = readTurns(request.turns);
  const phrases = phrasesFor(looksGerman(asked.question));
  const quoting = new Quoting(phrases, request.sources);
  const answered = results.flatMap(({ call, result }) => {
    const skill = findTool(request.tools, call.name);
    return skill ? answerFromResult(skill, result, asked.question, phrases, quoting) : [];
  });
  if (answered.length > 0) return { text: answered.join('\n\n') };

  const intent = await classifier.classify(asked.question, request.tools);
  if (intent.kind === 'talk') return { text: phrases[intent.talk] };
  const { files } = request;
  const wanted = skillFor(intent, request.tools);
  if (files.attachments.length === 0) return withoutFiles(request, asked.question, wanted);

  const question = readFileQuestion(asked.question);
  const leastScore = question.kind === 'search' ? SURE : SURE_BESIDE_FILES;
  if (wanted && intent.kind === 'skill' && intent.score >= leastScore && ![READER, MANUAL].includes(toolName(wanted))) {
    const filled = fillInput(wanted, asked.question, files.attachments);
    if (filled.missing.length === 0) return { call: call(wanted, filled.input) };
  }
  const manual = findTool(request.tools, MANUAL);
  if (manual && namesPlatform(asked.question)) return { call: call(manual, fillInput(manual, asked.question, []).input) };
  const answer = answerFromFiles(files, asked, question, phrases, quoting);
  if (!answer.found && manual && wanted === manual) return { call: call(manual, fillInput(manual, asked.question, []).input) };
  return { text: answer.text };
}

function withoutFiles({ tools }: ModelRequest, question: string, wanted: AiSkill | undefined): Step {
  const phrases = phrasesFor(looksGerman(question));
  const skill = wanted ?? (mayBeInManual(question) ? findTool(tools, MANUAL) : undefined);
  if (!skill) return { text: phrases.unknown };
  const { input, missing } = fillInput(skill, question, []);
  return missing.length === 0 ? { call: call(skill, input) } : { text: phrases.missing(skill.title, missing.map((name) => (/^file/i.test(name) ? 'a file' : name)).join(', ')) };
}

function skillFor(intent: Intent, tools: readonly AiSkill[]): AiSkill | undefined {
  return intent.kind === 'skill' ? findTool(tools, intent.name) : undefined;
}

function call(skill: AiSkill, input: Record<string, unknown>): ToolCall {
  return { id: randomUUID(), name: toolName(skill), arguments: JSON.stringify(input) };
}

function readTurns(turns: readonly Turn[]): { asked: Asked; results: { call: ToolCall; result: ToolResult }[] } {
  const last = turns.findLastIndex(({ role }) => role === 'user');
  const said = turns.slice(0, last + 1).filter((turn) => turn.role === 'user').map(({ content }) => content);
  return {
    asked: { question: said.at(-1) ?? '', before: said.at(-2) ?? null },
    results: turns.slice(last + 1).flatMap((turn) => (turn.role === 'tool' ? [{ call: turn.call, result: turn.result }] : [])),
  };
}
