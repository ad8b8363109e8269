import type { AiSkill } from '@mateship/contracts';
import type { OpenAI } from 'openai';
import type { ModelRequest, Turn } from '../../models/model-provider.js';
import { toolName } from '../../models/tool-name.js';
import { showResult } from '../../loop/tool-output.js';

type Parameters = OpenAI.Chat.ChatCompletionCreateParamsStreaming;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

/** OpenAI's own newer models refuse `max_tokens`; most other servers know nothing else. */
export type LimitName = 'max_tokens' | 'max_completion_tokens';

/** The body of POST /chat/completions for one round. */
export function toParameters(model: string, request: ModelRequest, limitName: LimitName = 'max_tokens'): Parameters {
  const { passthrough, maxTokens } = request;
  const common = { model, stream: true as const, stream_options: { include_usage: true } };
  if (passthrough) {
    return {
      ...common,
      // The caller's own words in OpenAI's format; the server judges them.
      messages: passthrough.messages as unknown as Message[],
      ...(passthrough.tools && { tools: passthrough.tools as unknown as Parameters['tools'] }),
      ...(passthrough.toolChoice !== undefined && { tool_choice: passthrough.toolChoice as Parameters['tool_choice'] }),
      ...(passthrough.temperature !== undefined && { temperature: passthrough.temperature }),
      [limitName]: Math.min(passthrough.maxTokens ?? maxTokens, maxTokens),
    };
  }
  const tools = request.tools.map(toTool);
  return {
    ...common,
    messages: request.turns.map((turn) => toMessage(turn, request)),
    ...(tools.length > 0 && { tools }),
    [limitName]: maxTokens,
  };
}

function toTool(skill: AiSkill): OpenAI.Chat.ChatCompletionFunctionTool {
  const { $schema: _dialect, ...parameters } = skill.input;
  return { type: 'function', function: { name: toolName(skill), description: `${skill.title}. ${skill.description}`.slice(0, 1024), parameters } };
}

function toMessage(turn: Turn, { sources }: ModelRequest): Message {
  switch (turn.role) {
    case 'tool':
      return { role: 'tool', tool_call_id: turn.call.id, content: showResult(turn.result, sources) };
    case 'assistant':
      if (turn.calls.length === 0) return { role: 'assistant', content: turn.content };
      return {
        role: 'assistant',
        content: turn.content || null,
        tool_calls: turn.calls.map(({ id, name, arguments: args }) => ({ id, type: 'function', function: { name, arguments: wellFormed(args) } })),
      };
    default:
      return { role: turn.role, content: turn.content };
  }
}

/** Servers refuse a history whose arguments are no JSON, so a model's garbage is not sent back to it. */
function wellFormed(args: string): string {
  try {
    JSON.parse(args);
    return args;
  } catch {
    return '{}';
  }
}
