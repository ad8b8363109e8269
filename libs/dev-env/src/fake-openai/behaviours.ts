import { OpenAiError, type ChatRequest, type FakeToolCall } from './protocol.js';

/** What the fake does with one request. */
export interface Behaviour {
  /** The answer, in the pieces in which it streams. */
  pieces?: string[];
  /** Tool calls that follow the pieces. */
  toolCalls?: FakeToolCall[];
  /** Milliseconds before the first and between all pieces. */
  delayMs?: number;
  /** Destroys the socket after that many pieces. */
  cutAfter?: number;
  /** Sends this instead of the next chunk after the pieces, then ends without [DONE]. */
  garbage?: string;
  /** Answers with this error. */
  error?: OpenAiError;
  /** Seconds for the Retry-After header of the error. */
  retryAfter?: number;
}

/** Model names that choose a behaviour. `chunks:200x5` streams 200 pieces, 5 ms apart; `slow:300` waits 300 ms each time. */
export const FAKE_MODELS = ['echo', 'slow', 'cut', 'garbage', '429', '500', 'endless-tools', 'tool-then-answer', 'cites', 'chunks:10x0'] as const;

/** The behaviour that a model name stands for; null when there is no such model. */
export function behaviourOf(request: ChatRequest): Behaviour | null {
  const [name = '', setting = ''] = request.model.split(':');
  const words = wordsOf(lastUserText(request));
  switch (name) {
    case 'echo':
      return { pieces: words };
    case 'slow':
      return { pieces: words, delayMs: Number(setting) || 200 };
    case 'cut':
      return { pieces: ['This ', 'answer ', 'will ', 'not ', 'end'], cutAfter: 3 };
    case 'garbage':
      return { pieces: ['This '], garbage: 'data: {"id":"chatcmpl-1","choices":[{"delta":{"content":\n\ndata: <html>\n\n' };
    case '429':
      return { error: new OpenAiError(429, 'Rate limit reached for requests', 'requests', 'rate_limit_exceeded'), retryAfter: 1 };
    case '500':
      return { error: new OpenAiError(500, 'The server had an error while processing your request. Sorry about that!', 'server_error') };
    case 'endless-tools':
      return request.tools?.[0] ? { toolCalls: [callFirst(request)] } : { pieces: ['There ', 'are ', 'no ', 'tools.'] };
    case 'tool-then-answer':
      return toolThenAnswer(request);
    case 'cites':
      return { pieces: ['It stands ', 'there [', '1', ']', ' and not here', ' [9', '9].'] };
    case 'chunks':
      return chunks(setting, words[0]?.trim() ?? 'chunk');
    default:
      return null;
  }
}

function toolThenAnswer(request: ChatRequest): Behaviour {
  const last = request.messages.at(-1);
  if (last?.role === 'tool') return { pieces: wordsOf(`The tool said: ${textOf(last.content).slice(0, 200)}`) };
  return request.tools?.[0] ? { pieces: ['Let me look. '], toolCalls: [callFirst(request)] } : { pieces: ['There ', 'are ', 'no ', 'tools.'] };
}

function callFirst(request: ChatRequest): FakeToolCall {
  return { name: request.tools?.[0]?.function.name ?? '', arguments: jsonIn(lastUserText(request)) };
}

/** The first JSON object of the question becomes the arguments, so that a test can choose them. */
function jsonIn(text: string): string {
  return /\{.*\}/s.exec(text)?.[0] ?? '{}';
}

function chunks(setting: string, tag: string): Behaviour {
  const [count = 10, delayMs = 0] = setting.split('x').map(Number);
  return { pieces: Array.from({ length: count }, (_, index) => `${tag}:${index} `), delayMs };
}

function lastUserText(request: ChatRequest): string {
  return textOf(request.messages.findLast(({ role }) => role === 'user')?.content);
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => (typeof part === 'object' && part !== null && 'text' in part ? String(part.text) : '')).join('');
}

/** Words with the space that follows them, as a model's tokens come. */
export function wordsOf(text: string): string[] {
  return text.match(/\s*\S+\s*/g) ?? [];
}
