import { randomUUID } from 'node:crypto';
import type { AiChatEvent } from '@mateship/contracts';
import { CitationFilter, type CitedPart } from '../citations/citation-filter.js';
import type { FinishReason, ModelEvent, ModelRequest, ToolCall, Turn } from '../models/model-provider.js';
import type { ModelChain } from './model-chain.js';
import type { RunBudget } from './run-budget.js';
import type { SkillRunner } from './skill-runner.js';
import { summarise } from './tool-output.js';
import { estimateTokens, requestSize, UsageCount } from './usage.js';

export interface LoopParts {
  chain: ModelChain;
  skills: SkillRunner;
  budget: RunBudget;
  usage: UsageCount;
}

/** What a run starts from. */
export type LoopRequest = Pick<ModelRequest, 'tools' | 'files' | 'sources' | 'passthrough'> & { turns: Turn[]; question: string };

interface Round {
  text: string;
  calls: ToolCall[];
  reason: FinishReason | null;
}

/** Model, skills, model, … until there is an answer or the budget is used up. The same for every provider. */
export class ToolLoop {
  constructor(
    private readonly parts: LoopParts,
    private readonly request: LoopRequest,
  ) {}

  async *run(): AsyncGenerator<AiChatEvent> {
    const { budget, usage, chain } = this.parts;
    const filter = new CitationFilter(this.request.sources, this.request.question);
    const turns = [...this.request.turns];
    for (let said = false; ; ) {
      budget.requireTokens();
      const round: Round = { text: '', calls: [], reason: null };
      yield* this.round(turns, round, filter, said);
      said ||= round.text !== '';
      for (const part of toEvents(filter.flush())) yield part;
      if (round.calls.length === 0) {
        yield usage.event(chain.current);
        yield { event: 'finish', data: { reason: round.reason ?? 'stop' } };
        return;
      }
      turns.push({ role: 'assistant', content: round.text, calls: round.calls });
      yield* this.call(round.calls, turns);
    }
  }

  private async *round(turns: readonly Turn[], round: Round, filter: CitationFilter, said: boolean): AsyncGenerator<AiChatEvent> {
    const { budget, chain, usage } = this.parts;
    const { tools, ...rest } = this.request;
    const request: ModelRequest = { ...rest, turns, tools: budget.allowsCalls ? tools : [], maxTokens: budget.tokensLeft, signal: budget.signal };
    let counted: Extract<ModelEvent, { type: 'usage' }> | null = null;
    try {
      for await (const event of chain.stream(request)) {
        if (event.type === 'text') {
          const opening = said && round.text === '' ? '\n\n' : '';
          round.text += event.text;
          for (const part of this.request.passthrough ? [delta(event.text)] : toEvents(filter.push(opening + event.text))) yield part;
          if (budget.overrun(round.text.length)) {
            round.reason = 'length';
            return;
          }
        } else if (event.type === 'caller_call') {
          const { type: _type, ...data } = event;
          yield { event: 'caller_tool_call', data };
        } else if (event.type === 'calls') round.calls = event.calls;
        else if (event.type === 'usage') counted = event;
        else round.reason = event.reason;
      }
    } finally {
      const output = counted?.outputTokens ?? estimateTokens(round.text.length);
      if (chain.answered) usage.add(counted?.inputTokens ?? estimateTokens(requestSize(request)), output);
      budget.takeTokens(output);
    }
  }

  private async *call(calls: ToolCall[], turns: Turn[]): AsyncGenerator<AiChatEvent> {
    const { budget, skills } = this.parts;
    budget.takeCalls(calls.length);
    for (const call of calls) {
      const id = randomUUID();
      const read = skills.read(call);
      yield { event: 'tool_call', data: { id, app: read.app, skill: read.skill, input: read.input } };
      const result = await skills.run(read);
      turns.push({ role: 'tool', call, result });
      yield { event: 'tool_result', data: { id, ok: result.ok, summary: summarise(result) } };
    }
  }
}

function delta(text: string): AiChatEvent {
  return { event: 'delta', data: { text } };
}

function toEvents(parts: CitedPart[]): AiChatEvent[] {
  return parts.map((part) => ('text' in part ? delta(part.text) : { event: 'citation', data: part.source }));
}
