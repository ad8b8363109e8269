import { randomUUID } from 'node:crypto';
import type { AiSkill } from '@mateship/contracts';
import { SourceList } from '../../citations/source-list.js';
import type { Asked } from '../../documents/file-context.js';
import type { ModelRequest, ToolCall, ToolResult, Turn } from '../../models/model-provider.js';
import { findTool, toolName } from '../../models/tool-name.js';
import { looksGerman } from '../../retrieval/terms.js';
import { answerFromFiles } from './file-answer.js';
import { readFileQuestion } from './file-question.js';
import { fillInput } from './fill-input.js';
import type { Intent, IntentClassifier } from './intent-classifier.js';
import { MANUAL, mayBeInManual, namesPlatform } from './platform-question.js';
import { phrasesFor, type Phrases } from './phrases.js';
import { Quoting } from './quoting.js';
import { answerFromResult } from './result-answer.js';

/** What the assistant does next: run a skill, or answer. */
export type Step = { call: ToolCall } | { text: string };

interface Result {
  call: ToolCall;
  result: ToolResult;
}

const SURE = 0.75;
const SURE_BESIDE_FILES = 0.85;
const READER = 'pdf__extract';

export async function decide(request: ModelRequest, classifier: IntentClassifier): Promise<Step> {
  const { asked, results } = readTurns(request.turns);
  const phrases = phrasesFor(looksGerman(asked.question));
  if (results.length > 0) return { text: report(request, asked, results, phrases) };

  const intent = await classifier.classify(asked.question, request.tools);
  if (intent.kind === 'talk') return { text: phrases[intent.talk] };
  const { files, sources } = request;
  const wanted = skillFor(intent, request.tools);
  if (files.attachments.length === 0) return withoutFiles(request, asked.question, wanted);

  const question = readFileQuestion(asked.question);
  const leastScore = question.kind === 'search' ? SURE : SURE_BESIDE_FILES;
  if (wanted && intent.kind === 'skill' && intent.score >= leastScore && ![READER, MANUAL].includes(toolName(wanted))) {
    const filled = fillInput(wanted, asked.question, files.attachments);
    if (filled.missing.length === 0) return { call: call(wanted, filled.input) };
  }
  const manual = findTool(request.tools, MANUAL);
  if (manual && question.kind === 'search' && (wanted === manual || mayBeInManual(asked.question))) {
    const { fit } = answerFromFiles(files, asked, question, phrases, new Quoting(phrases, new SourceList()));
    if (fit === 'none' || (fit === 'close' && (wanted === manual || namesPlatform(asked.question)))) return { call: call(manual, fillInput(manual, asked.question, []).input) };
  }
  return { text: answerFromFiles(files, asked, question, phrases, new Quoting(phrases, sources)).text };
}

/** What the skills answered. When files are at hand, the manual was asked because they do not say it, so that is said too. */
function report({ tools, files, sources }: ModelRequest, asked: Asked, results: Result[], phrases: Phrases): string {
  const quoting = new Quoting(phrases, sources);
  const answers = results.flatMap(({ call, result }) => {
    const skill = findTool(tools, call.name);
    const answer = skill && answerFromResult(skill, result, asked.question, phrases, quoting);
    return answer ? [answer] : [];
  });
  const askedManual = results.some(({ call }) => call.name === MANUAL);
  if (files.documents.length + files.failures.length > 0 && askedManual) {
    const { fit, text, denial } = answerFromFiles(files, asked, readFileQuestion(asked.question), phrases, quoting);
    return answers.length > 0 ? [denial, ...answers].join('\n\n') : fit === 'close' ? text : denial;
  }
  return answers.length > 0 ? answers.join('\n\n') : phrases.notInManual;
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

function readTurns(turns: readonly Turn[]): { asked: Asked; results: Result[] } {
  const last = turns.findLastIndex(({ role }) => role === 'user');
  const said = turns.slice(0, last + 1).filter((turn) => turn.role === 'user').map(({ content }) => content);
  return {
    asked: { question: said.at(-1) ?? '', before: said.at(-2) ?? null },
    results: turns.slice(last + 1).flatMap((turn) => (turn.role === 'tool' ? [{ call: turn.call, result: turn.result }] : [])),
  };
}
