import { DomainError, type AiChatEvent, type AiChatInput } from '@mateship/contracts';
import { SourceList } from '../../citations/source-list.js';
import { AttachmentReader, unreadFiles } from '../../documents/attachment-reader.js';
import { ModelChain } from '../../loop/model-chain.js';
import { RunBudget } from '../../loop/run-budget.js';
import type { Platform } from '../../loop/skill-port.js';
import { SkillRunner } from '../../loop/skill-runner.js';
import { ToolLoop } from '../../loop/tool-loop.js';
import { UsageCount } from '../../loop/usage.js';
import type { ModelCatalogue } from '../../models/model-catalogue.js';
import { ModelError } from '../../models/model-error.js';
import { isSmallTalk, newestQuestion, toTurns } from './turns.js';

/** Answers one message. Faults end the stream with an `error` event; when the caller is gone, it just ends. */
export async function* runChat(input: AiChatInput, platform: Platform, catalogue: ModelCatalogue): AsyncGenerator<AiChatEvent> {
  const budget = new RunBudget(input.budget, platform.signal);
  const usage = new UsageCount();
  let chain: ModelChain | null = null;
  try {
    chain = new ModelChain(catalogue.chain(input.model));
    yield* answer(input, { ...platform, signal: budget.signal }, { chain, budget, usage });
  } catch (error) {
    if (platform.signal.aborted) return;
    if (chain?.answered) yield usage.event(chain.current);
    yield toErrorEvent(budget.timedOut ? budget.signal.reason : error);
  } finally {
    budget.stop();
  }
}

interface RunParts {
  chain: ModelChain;
  budget: RunBudget;
  usage: UsageCount;
}

async function* answer(input: AiChatInput, platform: Platform, parts: RunParts): AsyncGenerator<AiChatEvent> {
  const { passthrough, messages } = input;
  const tools = passthrough ? [] : input.skills;
  const skills = new SkillRunner(tools, platform);
  const sources = new SourceList();
  const question = newestQuestion(messages);
  const unread = unreadFiles(passthrough ? [] : messages);
  const skip = unread.attachments.length === 0 || isSmallTalk(question);
  const files = skip ? unread : yield* new AttachmentReader({ skills, granted: tools, platform, budget: parts.budget }).read(unread);
  const turns = toTurns(messages, parts.chain.current.provider.id === 'offline' ? null : { files, sources, tools: tools.length > 0 });
  yield* new ToolLoop({ ...parts, skills }, { turns, question, tools, files, sources, passthrough }).run();
}

function toErrorEvent(error: unknown): AiChatEvent {
  if (error instanceof DomainError) return { event: 'error', data: { code: error.code, message: error.message } };
  if (error instanceof ModelError) return { event: 'error', data: { code: 'MODEL_FAILED', message: `The model provider could not answer: ${error.message}.` } };
  throw error;
}
