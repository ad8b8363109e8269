/** A message of a chat completion request, as far as the fake reads it. */
export interface ChatMessage {
  role: string;
  content?: unknown;
  tool_calls?: { id: string; type: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** The body of POST /v1/chat/completions, as far as the fake reads it. */
export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  tools?: { type: string; function: { name: string; description?: string; parameters?: Record<string, unknown> } }[];
  tool_choice?: unknown;
  max_tokens?: number;
  max_completion_tokens?: number;
}

/** A tool call as the fake's model makes it; `arguments` is sent as it is, so it may be garbage. */
export interface FakeToolCall {
  name: string;
  arguments: string;
}

/** Token counts of a chat completion. The fake counts words. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** An error in OpenAI's shape, with the status it travels with. */
export class OpenAiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly type: string,
    readonly code: string | null = null,
    readonly param: string | null = null,
  ) {
    super(message);
  }

  /** The JSON body that OpenAI documents for errors. */
  body(): unknown {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** A 400 that names the parameter which is wrong. */
export function invalid(message: string, param: string | null = null): OpenAiError {
  return new OpenAiError(400, message, 'invalid_request_error', null, param);
}

/** What identifies one completion; it is the same in all of its chunks. */
export interface Completion {
  id: string;
  created: number;
  model: string;
}

/** One `chat.completion.chunk`. */
export function chunk({ id, created, model }: Completion, delta: unknown, finishReason: string | null, withUsage: boolean): unknown {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
  return { id, object: 'chat.completion.chunk', created, model, service_tier: 'default', system_fingerprint: 'fp_fake', choices, ...(withUsage && { usage: null }) };
}

/** The extra chunk before [DONE] that `stream_options.include_usage` asks for. */
export function usageChunk({ id, created, model }: Completion, usage: Usage): unknown {
  return { id, object: 'chat.completion.chunk', created, model, service_tier: 'default', system_fingerprint: 'fp_fake', choices: [], usage };
}

/** The body of a completion that does not stream. */
export function completionBody({ id, created, model }: Completion, message: unknown, finishReason: string, usage: Usage): unknown {
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishReason }];
  return { id, object: 'chat.completion', created, model, choices, usage, service_tier: 'default', system_fingerprint: 'fp_fake' };
}
