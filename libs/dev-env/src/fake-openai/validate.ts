import { invalid, type ChatMessage, type ChatRequest } from './protocol.js';

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'];
const FUNCTION_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** Checks a body as OpenAI does; throws OpenAiError 400 that names what is wrong. */
export function validate(body: unknown): ChatRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('We could not parse the JSON body of your request.');
  const request = body as Partial<ChatRequest>;
  if (typeof request.model !== 'string' || !request.model) throw invalid('you must provide a model parameter');
  if (!Array.isArray(request.messages)) throw invalid("Missing required parameter: 'messages'.", 'messages');
  if (request.messages.length === 0) throw invalid("Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", 'messages');
  request.messages.forEach(checkMessage);
  checkToolTurns(request.messages);
  checkTools(request);
  if (request.stream_options && !request.stream) throw invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options');
  return request as ChatRequest;
}

function checkMessage(message: ChatMessage, index: number): void {
  const place = `messages[${index}]`;
  if (typeof message !== 'object' || message === null) throw invalid(`Invalid type for '${place}': expected an object.`, place);
  if (!ROLES.includes(message.role)) throw invalid(`Invalid value: '${String(message.role)}'. Supported values are: ${ROLES.map((role) => `'${role}'`).join(', ')}.`, `${place}.role`);
  const called = message.role === 'assistant' && Array.isArray(message.tool_calls) && message.tool_calls.length > 0;
  if (typeof message.content !== 'string' && !Array.isArray(message.content) && !called) throw invalid(`Invalid value for 'content': expected a string, got null.`, `${place}.content`);
  for (const call of called ? (message.tool_calls ?? []) : []) {
    if (typeof call.id !== 'string' || call.type !== 'function' || typeof call.function?.arguments !== 'string') throw invalid(`Invalid tool call in '${place}.tool_calls'.`, `${place}.tool_calls`);
  }
}

/** Every tool call must be answered at once, and every answer must belong to a call. */
function checkToolTurns(messages: readonly ChatMessage[]): void {
  let open = new Set<string>();
  messages.forEach((message, index) => {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id ?? '')) {
        throw invalid("Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", `messages[${index}].role`);
      }
      return;
    }
    if (open.size > 0) throw unanswered(open, index);
    open = new Set(message.tool_calls?.map(({ id }) => id));
  });
  if (open.size > 0) throw unanswered(open, messages.length);
}

function unanswered(open: ReadonlySet<string>, index: number): Error {
  const ids = [...open].join(', ');
  return invalid(`An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids}`, `messages.[${index}].role`);
}

function checkTools({ tools, tool_choice: choice }: Partial<ChatRequest>): void {
  if (choice !== undefined && !tools) throw invalid("Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice');
  if (tools === undefined) return;
  if (!Array.isArray(tools) || tools.length === 0) throw invalid("Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.", 'tools');
  tools.forEach((tool, index) => {
    const name: unknown = tool?.function?.name;
    if (tool?.type !== 'function' || typeof name !== 'string') throw invalid(`Missing required parameter: 'tools[${index}].function.name'.`, `tools[${index}].function.name`);
    if (!FUNCTION_NAME.test(name)) throw invalid(`Invalid 'tools[${index}].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`, `tools[${index}].function.name`);
  });
}
